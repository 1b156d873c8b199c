/**
 * Links: which peers this node keeps sessions with, and why. It asks for links through the overlay
 * (CONNECT), finds direct paths by probing candidates, and closes what nobody needs. How a node
 * gets its first links is decided in {@code join}.
 */
@NullMarked
package net.groupvpn.overlay.link;

import org.jspecify.annotations.NullMarked;
