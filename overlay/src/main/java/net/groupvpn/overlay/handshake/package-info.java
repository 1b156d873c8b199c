/**
 * Handshakes: what carries TLS over paths that lose and reorder, keeps strangers from costing much,
 * and ends with keys. {@link net.groupvpn.overlay.handshake.HandshakeTable} is the way in; who
 * keeps what comes of a handshake is its {@link
 * net.groupvpn.overlay.handshake.HandshakeExchange.Owner}.
 */
@NullMarked
package net.groupvpn.overlay.handshake;

import org.jspecify.annotations.NullMarked;
