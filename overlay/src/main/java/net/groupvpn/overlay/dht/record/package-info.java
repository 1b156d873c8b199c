/**
 * Signed records: a replica's store, publishing with refresh, and finding. What cannot be verified
 * is neither stored nor returned.
 */
@NullMarked
package net.groupvpn.overlay.dht.record;

import org.jspecify.annotations.NullMarked;
