/** Tests of the package of the same name. */
@NullMarked
package net.groupvpn.simulator.outage;

import org.jspecify.annotations.NullMarked;
