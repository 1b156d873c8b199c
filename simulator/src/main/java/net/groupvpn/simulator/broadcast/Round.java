package net.groupvpn.simulator.broadcast;

/**
 * The result of one node's question to all.
 *
 * @param millis virtual time until the last answer, or until it gave up
 * @param packets packets sent for it, including answers and acknowledgements
 * @param share share of the running nodes that answered, including the asking one
 */
record Round(double millis, long packets, double share) {}
