/**
 * Members pass the group's revocation list on among themselves, so that a revocation reaches
 * whoever cannot, or will not, ask the portal. What a list means is decided in {@code identity}.
 */
@NullMarked
package net.groupvpn.overlay.revocation;

import org.jspecify.annotations.NullMarked;
