/** Tests of the package of the same name. */
@NullMarked
package net.groupvpn.simulator.joins;

import org.jspecify.annotations.NullMarked;
