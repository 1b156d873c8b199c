/** The Internet beyond a group's gateways, as far as the lab needs one. */
@NullMarked
package net.groupvpn.lab.tunnel;

import org.jspecify.annotations.NullMarked;
