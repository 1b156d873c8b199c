/**
 * What a client in full tunnel changes on its machine, in one of three routing modes: which packets
 * go into the tunnel, and that no others leave. Decides neither whether that is wanted nor by whom
 * the packets go on.
 */
@NullMarked
package net.groupvpn.client.tunnel;

import org.jspecify.annotations.NullMarked;
