/**
 * Becoming and staying a member: key, certificate and revocation list, got from the portal and kept
 * on disk. The portal is known by its certificate's fingerprint alone. A dead portal stops nothing:
 * whatever fails is logged and tried again.
 */
@NullMarked
package net.groupvpn.client.enrol;

import org.jspecify.annotations.NullMarked;
