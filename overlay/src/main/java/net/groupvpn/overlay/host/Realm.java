package net.groupvpn.overlay.host;

import net.groupvpn.overlay.node.OverlayNode;

/**
 * One realm of a process.
 *
 * @param tag what its HANDSHAKE frames begin with
 * @param node the node in it
 */
public record Realm(byte[] tag, OverlayNode node) {}
