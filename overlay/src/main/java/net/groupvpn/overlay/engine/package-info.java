/**
 * What all layers of one node share: the time of the current input, timers, the random source,
 * counters, and the queue of outputs. Single-threaded, without I/O: inputs arrive as calls, effects
 * leave as {@link net.groupvpn.overlay.engine.Output}s.
 */
@NullMarked
package net.groupvpn.overlay.engine;

import org.jspecify.annotations.NullMarked;
