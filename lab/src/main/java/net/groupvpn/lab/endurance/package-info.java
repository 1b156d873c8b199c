/**
 * Whether all that goes into the tunnel comes out of it, unchanged and in order, and how TCP fares
 * inside it when the network below loses, doubles or disorders datagrams.
 */
@NullMarked
package net.groupvpn.lab.endurance;

import org.jspecify.annotations.NullMarked;
