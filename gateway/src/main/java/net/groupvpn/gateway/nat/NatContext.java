package net.groupvpn.gateway.nat;

import java.util.random.RandomGenerator;

/**
 * What all parts of one NAT share.
 *
 * @param random for numbers that nobody should guess
 */
record NatContext(
    NatLimits limits,
    NatCounts counts,
    BlockPool pool,
    DeadlineHeap deadlines,
    Outside outside,
    MemberOutput output,
    RandomGenerator random) {}
