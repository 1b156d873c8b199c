/** Tests of the package of the same name. */
@NullMarked
package net.groupvpn.simulator.kernel;

import org.jspecify.annotations.NullMarked;
