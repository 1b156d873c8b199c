/**
 * The simulator: runs the overlay's own classes, unchanged, in virtual time. Results go to standard
 * output and are the same for the same arguments; progress and wall time go to standard error.
 */
@NullMarked
package net.groupvpn.simulator;

import org.jspecify.annotations.NullMarked;
