/** Tests of the packet views, with known packets and with random bytes. */
@NullMarked
package net.groupvpn.dhcpdns.packet;

import org.jspecify.annotations.NullMarked;
