/**
 * One node of one realm. {@code NodeParts} connects sessions, links, routing and the DHT with each
 * other. {@code OverlayNode} is what is made of them: an engine to its shell, and an {@link
 * net.groupvpn.overlay.node.Overlay} to the services above. Its shell tells its {@code Attachment}
 * of the underlay.
 */
@NullMarked
package net.groupvpn.overlay.node;

import org.jspecify.annotations.NullMarked;
