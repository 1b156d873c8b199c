/**
 * Joining and staying joined: first links through seeds, exchange of siblings until closed, filling
 * of buckets, and an occasional look-up of the own ID from elsewhere so that separate parts merge.
 * How links are made is decided in {@code link}.
 */
@NullMarked
package net.groupvpn.overlay.join;

import org.jspecify.annotations.NullMarked;
