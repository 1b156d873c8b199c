/** Members of whom only neighbours can talk. */
@NullMarked
package net.groupvpn.lab.islands;

import org.jspecify.annotations.NullMarked;
