/** Tests of the package of the same name. */
@NullMarked
package net.groupvpn.simulator.keepalive;

import org.jspecify.annotations.NullMarked;
