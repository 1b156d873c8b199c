/**
 * The group file: the one file that a person downloads from the portal to start a client with. The
 * portal writes it and clients read it with the same class, {@link
 * net.groupvpn.overlay.group.GroupFile}. Where it is stored and how it is used is decided
 * elsewhere.
 */
@NullMarked
package net.groupvpn.overlay.group;

import org.jspecify.annotations.NullMarked;
