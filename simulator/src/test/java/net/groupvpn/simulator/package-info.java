/** Tests of the simulator. */
@NullMarked
package net.groupvpn.simulator;

import org.jspecify.annotations.NullMarked;
