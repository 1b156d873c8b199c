/** Tests of the DHCP server. */
@NullMarked
package net.groupvpn.dhcpdns.dhcp;

import org.jspecify.annotations.NullMarked;
