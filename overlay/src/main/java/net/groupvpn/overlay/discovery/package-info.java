/**
 * How members of a group find each other through the open, public overlay without anybody else
 * being able to list, forge or flood the group: entries stand under a key that the group's secret
 * gives, are signed with it and are encrypted. {@link
 * net.groupvpn.overlay.discovery.PublicDiscovery} is small on purpose, so that another public
 * network can stand beside the built-in one.
 */
@NullMarked
package net.groupvpn.overlay.discovery;

import org.jspecify.annotations.NullMarked;
