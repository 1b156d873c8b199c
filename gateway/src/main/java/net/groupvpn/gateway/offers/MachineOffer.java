package net.groupvpn.gateway.offers;

import net.groupvpn.overlay.id.NodeId;

/**
 * What one machine offers.
 *
 * @param unit the hash of its member's name, which the policy's rights are about
 * @param content of the kind that the book is about
 */
public record MachineOffer<T>(NodeId unit, T content) {}
