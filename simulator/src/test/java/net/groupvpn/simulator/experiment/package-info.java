/** Tests of the package of the same name. */
@NullMarked
package net.groupvpn.simulator.experiment;

import org.jspecify.annotations.NullMarked;
