/**
 * How members of a group find each other through the open, public overlay. Nobody else can list,
 * forge or flood the group: entries stand under a key derived from the group's secret, and are
 * signed and encrypted with it. {@link net.groupvpn.overlay.discovery.PublicDiscovery} is small on
 * purpose, so that another public network can be added to the built-in one.
 */
@NullMarked
package net.groupvpn.overlay.discovery;

import org.jspecify.annotations.NullMarked;
