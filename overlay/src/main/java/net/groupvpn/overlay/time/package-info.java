/**
 * What the engine knows of time: {@link net.groupvpn.overlay.time.Now}, told with every input, and
 * one table of named timers. Nothing here reads a clock.
 */
@NullMarked
package net.groupvpn.overlay.time;

import org.jspecify.annotations.NullMarked;
