/**
 * Members pass the group's newest signed documents on among themselves, so that they reach whoever
 * cannot, or will not, ask the portal: the revocation list and the policy, each by an exchange of
 * its own. What a document means is decided in {@code identity} and {@code policy}.
 */
@NullMarked
package net.groupvpn.overlay.document;

import org.jspecify.annotations.NullMarked;
