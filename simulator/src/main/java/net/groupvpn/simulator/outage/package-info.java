/**
 * The experiment {@code outage}: a region fails and returns. It measures how soon the others reach
 * each other again, and how soon the region is part of the overlay again.
 */
@NullMarked
package net.groupvpn.simulator.outage;

import org.jspecify.annotations.NullMarked;
