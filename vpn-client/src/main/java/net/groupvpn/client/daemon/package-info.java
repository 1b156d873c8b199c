/** The life of a client, from its start to its end, and of a node of the public overlay. */
@NullMarked
package net.groupvpn.client.daemon;

import org.jspecify.annotations.NullMarked;
