/**
 * Joining and staying joined: first links through seeds, siblings exchanged until closed under
 * exchange, buckets filled, own ID looked up elsewhere now and then so that parts merge. How links
 * are made is {@code link}'s business.
 */
@NullMarked
package net.groupvpn.overlay.join;

import org.jspecify.annotations.NullMarked;
