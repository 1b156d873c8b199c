/** Full tunnel on real devices: gateways, failover, and that nothing leaves beside the tunnel. */
@NullMarked
package net.groupvpn.lab.tunnel;

import org.jspecify.annotations.NullMarked;
