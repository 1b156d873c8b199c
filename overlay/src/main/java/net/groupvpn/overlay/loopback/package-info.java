/**
 * A network in memory under virtual time: the fake that ships with the engine, used by scenario
 * tests and by the simulator. Nothing of the engine depends on it.
 */
@NullMarked
package net.groupvpn.overlay.loopback;

import org.jspecify.annotations.NullMarked;
