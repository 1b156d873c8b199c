package net.groupvpn.dhcpdns.dhcp;

/**
 * An answer, and where it goes on the device's link (RFC 2131 4.1).
 *
 * @param mac the receiver's Ethernet address, or the broadcast address
 * @param address the receiver's IPv4 address, or 255.255.255.255
 * @param message the payload of the UDP datagram to the client's port
 */
public record DhcpReply(long mac, int address, byte[] message) {}
