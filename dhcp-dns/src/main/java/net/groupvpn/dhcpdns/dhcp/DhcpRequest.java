package net.groupvpn.dhcpdns.dhcp;

/**
 * A message to the server's port, as it came from the device.
 *
 * @param mac the sender's Ethernet address
 * @param isOwn whether that is the device's own, so that this very machine asks
 * @param message the payload of the UDP datagram
 */
public record DhcpRequest(long mac, boolean isOwn, byte[] message) {}
