/** Finds members in the same network by multicast. */
@NullMarked
package net.groupvpn.client.lan;

import org.jspecify.annotations.NullMarked;
