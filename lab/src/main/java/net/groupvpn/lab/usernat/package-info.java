/** The user-space NAT on a real device: a member's namespace, and servers behind the NAT. */
@NullMarked
package net.groupvpn.lab.usernat;

import org.jspecify.annotations.NullMarked;
