/**
 * Whole groups under attack and in trouble: kills, revocation, expiry, bad files, forged and
 * replayed datagrams, eavesdroppers. Real processes on real devices; each class makes one group.
 */
@NullMarked
package net.groupvpn.lab.hostile;

import org.jspecify.annotations.NullMarked;
