/**
 * The group file: the one file that a person downloads from the portal and starts a client with.
 * Written by the portal and read by clients with the same class, {@link
 * net.groupvpn.overlay.group.GroupFile}. Where it is stored and what is done with it is not decided
 * here.
 */
@NullMarked
package net.groupvpn.overlay.group;

import org.jspecify.annotations.NullMarked;
