/** How programs on a member's machine resolve the group's names. */
@NullMarked
package net.groupvpn.lab.names;

import org.jspecify.annotations.NullMarked;
