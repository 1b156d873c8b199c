/**
 * What records and leases share: requests with retries over {@link
 * net.groupvpn.overlay.routing.Messenger}, look-ups of the nodes closest to a key, and signatures.
 */
@NullMarked
package net.groupvpn.overlay.dht.rpc;

import org.jspecify.annotations.NullMarked;
