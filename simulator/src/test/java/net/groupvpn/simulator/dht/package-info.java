/** Tests of the package of the same name. */
@NullMarked
package net.groupvpn.simulator.dht;

import org.jspecify.annotations.NullMarked;
