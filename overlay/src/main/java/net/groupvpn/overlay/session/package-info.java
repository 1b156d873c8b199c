/**
 * Sessions: an authenticated, encrypted channel between two node IDs over whatever path works.
 * Handshake frames, the choice of keys, path validation. A session belongs to a node ID, never to
 * an address. Records and their keys live in {@code record}; which peers to have sessions with is
 * decided in {@code link}.
 */
@NullMarked
package net.groupvpn.overlay.session;

import org.jspecify.annotations.NullMarked;
