/**
 * Tells the operating system about the device: MTU, addresses, routes, by iproute2's {@code ip}.
 * Decides nothing; which addresses there are is decided elsewhere.
 */
@NullMarked
package net.groupvpn.client.os;

import org.jspecify.annotations.NullMarked;
