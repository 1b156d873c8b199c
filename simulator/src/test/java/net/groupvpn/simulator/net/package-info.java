/** Tests of the package of the same name. */
@NullMarked
package net.groupvpn.simulator.net;

import org.jspecify.annotations.NullMarked;
