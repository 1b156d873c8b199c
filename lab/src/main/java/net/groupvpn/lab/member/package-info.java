/** A whole group for end-to-end tests and the demo: portal, members, and the network under them. */
@NullMarked
package net.groupvpn.lab.member;

import org.jspecify.annotations.NullMarked;
