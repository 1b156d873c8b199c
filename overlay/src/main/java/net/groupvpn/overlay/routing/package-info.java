/**
 * Hop-by-hop messages over links: ROUTED frames, greedy XOR forwarding, and the {@link
 * net.groupvpn.overlay.routing.Messenger} that the DHT and applications send through. Also route
 * requests, for where greedy forwarding fails, and traces. Which links there are is decided in
 * {@code link}.
 */
@NullMarked
package net.groupvpn.overlay.routing;

import org.jspecify.annotations.NullMarked;
