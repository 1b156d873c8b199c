package net.groupvpn.simulator.broadcast;

/**
 * How one node asked all.
 *
 * @param millis until the last answer, or until it gave up, virtual
 * @param packets that were sent for it, answers and acknowledgements too
 * @param share of the running nodes that answered, the asking one among them
 */
record Round(double millis, long packets, double share) {}
