/**
 * Packets in the tunnel when the underlay misbehaves. Real processes on real devices; each class
 * makes one group.
 */
@NullMarked
package net.groupvpn.lab.datapath;

import org.jspecify.annotations.NullMarked;
