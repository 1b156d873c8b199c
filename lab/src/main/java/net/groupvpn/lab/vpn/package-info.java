/**
 * The virtual private networks that are measured side by side, each set up as its own manual says,
 * on hosts of the test bed: node 0 is the hub, the others have a tunnel to it. What is measured,
 * and how, is decided elsewhere.
 */
@NullMarked
package net.groupvpn.lab.vpn;

import org.jspecify.annotations.NullMarked;
