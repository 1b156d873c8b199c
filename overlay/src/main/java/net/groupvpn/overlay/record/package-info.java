/**
 * Sealed records, shared by the engine and the data plane: the header of a frame, the keys of one
 * direction with their ratchet and replay window, and the published snapshot of a peer. Which keys
 * a session uses, and when, is decided in {@code session}.
 */
@NullMarked
package net.groupvpn.overlay.record;

import org.jspecify.annotations.NullMarked;
