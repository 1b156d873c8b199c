/** Tests of the package. */
@NullMarked
package net.groupvpn.dhcpdns.name;

import org.jspecify.annotations.NullMarked;
