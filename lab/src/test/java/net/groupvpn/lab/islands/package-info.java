/** Members that can talk only to their neighbours. */
@NullMarked
package net.groupvpn.lab.islands;

import org.jspecify.annotations.NullMarked;
