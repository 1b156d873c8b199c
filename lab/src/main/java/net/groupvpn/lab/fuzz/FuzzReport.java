package net.groupvpn.lab.fuzz;

import java.util.Map;
import net.groupvpn.overlay.session.MessageType;

/**
 * What a run did.
 *
 * @param messages messages and frames sent, before they were cut into pieces
 * @param byDelivery how many went which way
 * @param byType how many of each message type
 * @param counters what the honest nodes counted, summed up
 * @param newestList the number of the revocation list that all honest nodes have in the end, 0 if
 *     they have different ones
 * @param alive whether the honest nodes still talk to each other and have joined
 */
public record FuzzReport(
    long messages,
    Map<Delivery, Long> byDelivery,
    Map<MessageType, Long> byType,
    Map<String, Long> counters,
    long newestList,
    boolean alive) {}
