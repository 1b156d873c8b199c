package net.groupvpn.overlay.survey;

/**
 * The answer to a query.
 *
 * @param nodes how many answered
 * @param unreached parts of the ID space that stayed silent although nodes should be there; if not
 *     0, the answer is partial
 * @param depth the longest way from this node to one that answered, in hops
 * @param tookNanos how long it took
 */
public record QueryResult(
    int nodes, int unreached, int depth, NetworkSummary summary, long tookNanos) {}
