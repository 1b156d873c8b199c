/**
 * Many duels for leases, and many renewals, in virtual time: {@code DuelNet} joins whole {@code
 * DhtNode}s, the classes that members run, by messages alone, so that a duel costs milliseconds.
 * Sessions, routing and cryptography are left out. {@code Misses} decides which nodes do not know
 * each other, {@code MemberChurn} restarts nodes, {@code Liar} answers for members with patched
 * code. A seed always gives the same figures, whatever the number of threads.
 */
@NullMarked
package net.groupvpn.lab.duels;

import org.jspecify.annotations.NullMarked;
