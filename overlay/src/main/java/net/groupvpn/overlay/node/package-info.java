/**
 * One node of one realm, put together: {@code OverlayNode} wires sessions, links, routing and the
 * DHT, and shows itself to services as {@link net.groupvpn.overlay.node.Overlay}.
 */
@NullMarked
package net.groupvpn.overlay.node;

import org.jspecify.annotations.NullMarked;
