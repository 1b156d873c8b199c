/** Tests of the package of the same name. */
@NullMarked
package net.groupvpn.simulator.data;

import org.jspecify.annotations.NullMarked;
