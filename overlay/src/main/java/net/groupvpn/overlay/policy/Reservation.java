package net.groupvpn.overlay.policy;

import java.net.Inet4Address;
import org.jspecify.annotations.Nullable;

/**
 * What nobody else may have: an address, a name, or both.
 *
 * @param member its account's name, as in certificates
 * @param device the label of the one machine that is meant; empty for whichever of the member's
 *     comes first
 * @param address null for none
 * @param name a {@link DnsLabel}; null for none
 */
public record Reservation(
    String member, String device, @Nullable Inet4Address address, @Nullable String name) {}
