/** Tests of the package of the same name. */
@NullMarked
package net.groupvpn.simulator.gateways;

import org.jspecify.annotations.NullMarked;
