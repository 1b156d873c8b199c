/** Tests of the package. */
@NullMarked
package net.groupvpn.dhcpdns.binding;

import org.jspecify.annotations.NullMarked;
