/**
 * The machine around a client: what a client needs of it, and how its networks and the client's own
 * device change. Knows nothing of members.
 */
@NullMarked
package net.groupvpn.client.machine;

import org.jspecify.annotations.NullMarked;
