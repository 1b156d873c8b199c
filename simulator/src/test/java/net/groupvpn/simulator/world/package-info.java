/** Tests of the package of the same name. */
@NullMarked
package net.groupvpn.simulator.world;

import org.jspecify.annotations.NullMarked;
