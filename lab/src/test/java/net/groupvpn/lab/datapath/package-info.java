/**
 * What becomes of packets in the tunnel when the underlay is not what it should be. Real processes
 * on real devices; each class makes one group.
 */
@NullMarked
package net.groupvpn.lab.datapath;

import org.jspecify.annotations.NullMarked;
