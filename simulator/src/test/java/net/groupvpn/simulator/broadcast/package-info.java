/** Tests of the package of the same name. */
@NullMarked
package net.groupvpn.simulator.broadcast;

import org.jspecify.annotations.NullMarked;
