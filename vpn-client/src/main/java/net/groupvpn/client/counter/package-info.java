/** What the client counts. */
@NullMarked
package net.groupvpn.client.counter;

import org.jspecify.annotations.NullMarked;
