/**
 * Measures this product's data plane and other virtual private networks in one run, with
 * interleaved rounds, and writes a table and JSON. The package {@code vpn} sets up the others.
 *
 * <p>One round of one system on two nodes: start, wait for the tunnel, warm up, TCP in both
 * directions, small packets, round trips at rest and under load, eight streams, memory, stop. Then,
 * on nine nodes: the hub sends to eight peers at once.
 */
@NullMarked
package net.groupvpn.lab.bench;

import org.jspecify.annotations.NullMarked;
