/** The launchers in {@code bin}, run as a user runs them. */
@NullMarked
package net.groupvpn.lab.launch;

import org.jspecify.annotations.NullMarked;
