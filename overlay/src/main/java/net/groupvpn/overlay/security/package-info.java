/**
 * The security port: handshakes, record ciphers and signatures as the engine sees them. {@code tls}
 * implements it with real cryptography; {@code ModelSecurity} has the same flights and sizes for
 * simulations and gives no protection at all.
 */
@NullMarked
package net.groupvpn.overlay.security;

import org.jspecify.annotations.NullMarked;
