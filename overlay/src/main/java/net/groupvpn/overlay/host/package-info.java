/**
 * Several realms in one process: the group's private overlay and the public one share a UDP socket,
 * and the public one helps the private one to get its first sessions.
 */
@NullMarked
package net.groupvpn.overlay.host;

import org.jspecify.annotations.NullMarked;
