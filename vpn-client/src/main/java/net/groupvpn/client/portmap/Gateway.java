package net.groupvpn.client.portmap;

import java.net.Inet4Address;

/**
 * The router before this machine.
 *
 * @param router its address on this side
 * @param own this machine's address on the router's network
 */
public record Gateway(Inet4Address router, Inet4Address own) {}
