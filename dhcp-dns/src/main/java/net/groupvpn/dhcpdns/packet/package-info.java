/**
 * Views of packets inside byte arrays, without an object per packet: Ethernet, ARP, IPv4, IPv6,
 * UDP, ICMP echo, neighbour discovery and their checksums, and builders for the few packets that a
 * client answers itself.
 *
 * <p>All methods are static and take {@code (bytes, offset)} of a header. First call {@code isValid
 * (bytes, offset, length)}, which never throws, whatever the bytes are; the accessors and builders
 * may be used only on what it accepted. Builders write into the caller's array and return the
 * number of bytes written. No I/O, no state; any thread.
 */
@NullMarked
package net.groupvpn.dhcpdns.packet;

import org.jspecify.annotations.NullMarked;
