/**
 * The experiment {@code outage}: a region goes dark, and comes back. How soon do the others reach
 * each other again, and how soon is the region part of the overlay again?
 */
@NullMarked
package net.groupvpn.simulator.outage;

import org.jspecify.annotations.NullMarked;
