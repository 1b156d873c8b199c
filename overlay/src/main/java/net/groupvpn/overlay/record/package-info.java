/**
 * Sealed records, as the engine and the data plane share them: the header of a frame, the keys of
 * one direction with their ratchet and replay window, and what is published of a peer. Which keys a
 * session uses, and when, is decided in {@code session}.
 */
@NullMarked
package net.groupvpn.overlay.record;

import org.jspecify.annotations.NullMarked;
