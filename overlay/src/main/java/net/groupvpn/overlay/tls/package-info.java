/**
 * The security port with real cryptography: TLS 1.3 (RFC 8446) by BouncyCastle's non-blocking
 * protocol classes for handshakes, AES-128-GCM of the platform for records. Start at {@link
 * net.groupvpn.overlay.tls.TlsSecurity}. What is trusted is decided in {@code identity}; frames,
 * retransmission and replay windows are in {@code session}.
 */
@NullMarked
package net.groupvpn.overlay.tls;

import org.jspecify.annotations.NullMarked;
