/**
 * The group's policy: one versioned document, signed by the group's CA, that says which members may
 * be gateways, which subnets they may announce, and for whom addresses and names are reserved. How
 * it spreads is decided in {@code document}; how it is kept, by the client and the portal.
 */
@NullMarked
package net.groupvpn.overlay.policy;

import org.jspecify.annotations.NullMarked;
