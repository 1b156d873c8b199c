/**
 * The experiment {@code keepalive}: what it costs to stay in the overlay, with nobody to talk to
 * and with many.
 */
@NullMarked
package net.groupvpn.simulator.keepalive;

import org.jspecify.annotations.NullMarked;
