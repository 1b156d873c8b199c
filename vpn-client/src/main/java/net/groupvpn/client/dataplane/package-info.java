/**
 * The packets' way between the TAP device and the UDP socket, on one or two threads of its own. It
 * knows the peers only from immutable snapshots that the engine publishes, and passes everything
 * else to the engine through {@link net.groupvpn.client.dataplane.EngineInbox}. No handshakes, no
 * DHT, no configuration of the operating system.
 */
@NullMarked
package net.groupvpn.client.dataplane;

import org.jspecify.annotations.NullMarked;
