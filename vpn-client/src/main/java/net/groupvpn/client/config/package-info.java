/**
 * The client's configuration: one small TOML file per network, checked as a whole before anything
 * starts, and the directories that the client uses. Nothing here touches the network.
 */
@NullMarked
package net.groupvpn.client.config;

import org.jspecify.annotations.NullMarked;
