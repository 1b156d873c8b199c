/** Tests of machines behind a member. */
@NullMarked
package net.groupvpn.dhcpdns.machine;

import org.jspecify.annotations.NullMarked;
