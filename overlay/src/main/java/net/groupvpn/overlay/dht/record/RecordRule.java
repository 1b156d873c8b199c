package net.groupvpn.overlay.dht.record;

import net.groupvpn.overlay.id.NodeId;

/**
 * What a replica demands of a record beyond its publisher's signature. Runs as work, on any thread,
 * and must not touch the engine.
 */
@FunctionalInterface
public interface RecordRule {
  /** Every verified publisher may store anything: for use among members of one group. */
  RecordRule ANY = (key, publisher, value) -> true;

  /** Whether {@code publisher} may store {@code value}, or withdraw it, under {@code key}. */
  boolean admits(NodeId key, NodeId publisher, byte[] value);

  /** How long a record may be kept without hearing from its publisher, milliseconds. */
  default long maxTtlMillis() {
    return SignedRecord.MAX_TTL_MILLIS;
  }
}
