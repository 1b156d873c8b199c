/**
 * What a client changes on its machine ({@link net.groupvpn.client.os.MachineSetup}), what of that
 * concerns its device (MTU, addresses, routes, by iproute2's {@code ip}), and how networks and
 * routes of the machine are. Decides nothing; which addresses there are is decided elsewhere.
 */
@NullMarked
package net.groupvpn.client.os;

import org.jspecify.annotations.NullMarked;
