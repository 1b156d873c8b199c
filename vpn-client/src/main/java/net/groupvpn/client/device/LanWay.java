package net.groupvpn.client.device;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * The way out of this machine's own network, of one family.
 *
 * @param device the network card
 * @param index the kernel's number of it
 * @param mtuBytes longest packet that it carries
 * @param gateway the next router; null where none is needed
 * @param source this machine's address there
 */
public record LanWay(
    String device, int index, int mtuBytes, @Nullable InetAddress gateway, InetAddress source) {}
