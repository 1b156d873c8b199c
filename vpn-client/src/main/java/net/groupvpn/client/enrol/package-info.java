/**
 * Becoming and staying a member: key, certificate and revocation list, got from the portal and kept
 * on disk. Only the fingerprint of its certificate identifies the portal. A dead portal stops
 * nothing: failures are logged and retried.
 */
@NullMarked
package net.groupvpn.client.enrol;

import org.jspecify.annotations.NullMarked;
