/** Tests of the package. */
@NullMarked
package net.groupvpn.dhcpdns.address;

import org.jspecify.annotations.NullMarked;
