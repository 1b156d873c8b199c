/**
 * Measures this product's data plane beside other virtual private networks, in one run, their
 * rounds interleaved, and writes a table and JSON. How the others are set up is in the package vpn.
 *
 * <p>One round of one system on two nodes: start, wait for the tunnel, warm up, TCP there and back,
 * small packets, round trips at rest and under load, eight streams, memory, stop. Then, on nine
 * nodes: the hub sends to eight peers at once.
 */
@NullMarked
package net.groupvpn.lab.bench;

import org.jspecify.annotations.NullMarked;
