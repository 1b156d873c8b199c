/**
 * Sessions: an authenticated, encrypted channel between two node IDs over whatever path works.
 * Handshake frames, records with their keys and replay windows, path validation. A session belongs
 * to a node ID, never to an address. Which peers to have sessions with is decided in {@code link}.
 */
@NullMarked
package net.groupvpn.overlay.session;

import org.jspecify.annotations.NullMarked;
