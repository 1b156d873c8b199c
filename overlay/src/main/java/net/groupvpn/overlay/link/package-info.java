/**
 * Links: which peers this node keeps sessions with, and why. Asking for links through the overlay
 * (CONNECT), finding direct paths by probing candidates, closing what nobody needs. How a node gets
 * its first links is decided in {@code join}.
 */
@NullMarked
package net.groupvpn.overlay.link;

import org.jspecify.annotations.NullMarked;
