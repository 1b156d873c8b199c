/**
 * The real world around an engine: its thread, its inbox, its worker pool, the UDP socket and the
 * clock. Decides nothing; all of the overlay's logic is in the engine.
 */
@NullMarked
package net.groupvpn.overlay.io;

import org.jspecify.annotations.NullMarked;
