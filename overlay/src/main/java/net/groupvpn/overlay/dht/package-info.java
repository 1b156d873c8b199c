/**
 * The overlay's hash table: signed records and exclusive leases, kept by the eight nodes closest to
 * a key. Talks through {@link net.groupvpn.overlay.routing.Messenger} only.
 */
@NullMarked
package net.groupvpn.overlay.dht;

import org.jspecify.annotations.NullMarked;
