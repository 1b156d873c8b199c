/** Tests of the package of the same name. */
@NullMarked
package net.groupvpn.simulator.relays;

import org.jspecify.annotations.NullMarked;
