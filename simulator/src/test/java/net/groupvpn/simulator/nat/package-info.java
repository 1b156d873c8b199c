/** Tests of the package of the same name. */
@NullMarked
package net.groupvpn.simulator.nat;

import org.jspecify.annotations.NullMarked;
