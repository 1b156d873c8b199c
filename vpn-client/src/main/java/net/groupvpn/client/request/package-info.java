/**
 * What a running client answers on its control socket: one class for each command. Asks the parts,
 * changes nothing.
 */
@NullMarked
package net.groupvpn.client.request;

import org.jspecify.annotations.NullMarked;
