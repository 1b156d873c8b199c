/**
 * Sessions: an authenticated, encrypted channel between two node IDs over whatever path works. The
 * choice of keys and of the path, keepalive, path MTU. A session belongs to a node ID, never to an
 * address. It begins with a {@code handshake}; records and their keys live in {@code record}; which
 * peers to have sessions with is decided in {@code link}.
 */
@NullMarked
package net.groupvpn.overlay.session;

import org.jspecify.annotations.NullMarked;
