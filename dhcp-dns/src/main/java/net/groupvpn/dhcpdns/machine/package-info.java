/**
 * Machines behind one member's device, in router mode: each gets an address and a name of its own,
 * which this member claims for it and holds as long as the machine wants them. What a machine says
 * of itself is not believed beyond the device's link.
 */
@NullMarked
package net.groupvpn.dhcpdns.machine;

import org.jspecify.annotations.NullMarked;
