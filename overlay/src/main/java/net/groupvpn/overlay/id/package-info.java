/**
 * Identifiers of the overlay: 160-bit node IDs and DHT keys, and the XOR metric on them (Maymounkov
 * and Mazieres, Kademlia, IPTPS 2002, section 2). Keys and certificates live in {@code identity}.
 */
@NullMarked
package net.groupvpn.overlay.id;

import org.jspecify.annotations.NullMarked;
