/**
 * Members pass the group's revocation list on among themselves, so that a revocation also reaches
 * members that cannot ask the portal, or will not. What a list means is decided in {@code
 * identity}.
 */
@NullMarked
package net.groupvpn.overlay.revocation;

import org.jspecify.annotations.NullMarked;
