/** A machine in full tunnel, without a group: what leaves it, and what does not. */
@NullMarked
package net.groupvpn.lab.tunnel;

import org.jspecify.annotations.NullMarked;
