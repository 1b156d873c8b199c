/**
 * Network address translation in user space, for gateways without nftables or without the right to
 * use it. TCP ends here and goes on over the machine's own connections; UDP and ping go out by the
 * machine's own ports. Core: it is told the time and has no sockets and no threads; those are in
 * {@code gateway.nat.io}. States, limits and dangers: docs/architecture/gateway-nat.md.
 */
@NullMarked
package net.groupvpn.gateway.nat;

import org.jspecify.annotations.NullMarked;
