/**
 * Handshakes: carry TLS over paths that lose and reorder, keep strangers from costing much, and end
 * with keys. {@link net.groupvpn.overlay.handshake.HandshakeTable} is the entry point; a {@link
 * net.groupvpn.overlay.handshake.HandshakeExchange.Owner} keeps the outcome of a handshake.
 */
@NullMarked
package net.groupvpn.overlay.handshake;

import org.jspecify.annotations.NullMarked;
