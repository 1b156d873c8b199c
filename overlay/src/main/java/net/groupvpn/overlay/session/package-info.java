/**
 * Sessions: an authenticated, encrypted channel between two node IDs over any working path, with
 * the choice of keys and path, keepalive, and path MTU. A session belongs to a node ID, never to an
 * address. It begins with a {@code handshake}; records and their keys live in {@code record}; which
 * peers to have sessions with is decided in {@code link}.
 */
@NullMarked
package net.groupvpn.overlay.session;

import org.jspecify.annotations.NullMarked;
