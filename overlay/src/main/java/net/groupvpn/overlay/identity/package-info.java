/**
 * Who a node is: Ed25519 keys, X.509 certificates (RFC 5280, RFC 8410), certificate requests (RFC
 * 2986), revocation lists, and the rules by which a certificate is trusted. The portal issues with
 * {@link net.groupvpn.overlay.identity.GroupAuthority}; members check with {@link
 * net.groupvpn.overlay.identity.GroupTrust}; nodes of the public overlay prove themselves ({@link
 * net.groupvpn.overlay.identity.SelfTrust}). Nothing here reads a clock or a file. Handshakes are
 * in {@code tls}.
 */
@NullMarked
package net.groupvpn.overlay.identity;

import org.jspecify.annotations.NullMarked;
