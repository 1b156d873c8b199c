/**
 * The lab's own link, for kernels without netem: a process that moves Ethernet frames between two
 * TAP devices with delay, jitter, loss, duplication, reordering and a rate.
 */
@NullMarked
package net.groupvpn.lab.link;

import org.jspecify.annotations.NullMarked;
