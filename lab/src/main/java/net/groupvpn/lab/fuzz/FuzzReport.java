package net.groupvpn.lab.fuzz;

import java.util.Map;
import net.groupvpn.overlay.session.MessageType;

/**
 * The result of a run.
 *
 * @param messages messages and frames sent, counted before fragmentation
 * @param byDelivery how many were delivered in each way
 * @param byType how many of each message type
 * @param counters sums of the honest nodes' counters
 * @param newestList number of the revocation list that all honest nodes have at the end, 0 if they
 *     differ
 * @param alive whether the honest nodes have joined and still talk to each other
 */
public record FuzzReport(
    long messages,
    Map<Delivery, Long> byDelivery,
    Map<MessageType, Long> byType,
    Map<String, Long> counters,
    long newestList,
    boolean alive) {}
