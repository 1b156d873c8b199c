/**
 * This machine as a gateway of its group: the firewall's table, the test whether packets really
 * pass, and the role as a part of the client. What a gateway offers and how one is chosen is in
 * {@code net.groupvpn.gateway}.
 */
@NullMarked
package net.groupvpn.client.gateway;

import org.jspecify.annotations.NullMarked;
