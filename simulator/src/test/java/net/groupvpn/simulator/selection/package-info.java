/** Tests of the package of the same name. */
@NullMarked
package net.groupvpn.simulator.selection;

import org.jspecify.annotations.NullMarked;
