/**
 * What a client changes on its machine ({@link net.groupvpn.client.os.MachineSetup}), in particular
 * on its device (MTU, addresses, routes, by iproute2's {@code ip}), and the present networks and
 * routes of the machine. Decides nothing; addresses are chosen elsewhere.
 */
@NullMarked
package net.groupvpn.client.os;

import org.jspecify.annotations.NullMarked;
