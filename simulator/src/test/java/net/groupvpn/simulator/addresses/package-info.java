/** Tests of the package of the same name. */
@NullMarked
package net.groupvpn.simulator.addresses;

import org.jspecify.annotations.NullMarked;
