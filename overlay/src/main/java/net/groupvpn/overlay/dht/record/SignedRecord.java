package net.groupvpn.overlay.dht.record;

import net.groupvpn.overlay.dht.Dht;
import net.groupvpn.overlay.dht.rpc.Signed;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;

/**
 * One publisher's signed record under one key.
 *
 * @param version grows with each change by the publisher
 * @param removed whether the publisher withdrew it; such a record prevents older ones from
 *     returning
 * @param ttlMillis how long a replica may keep it after hearing from the publisher
 * @param expiryMillis wall time after which nobody keeps it
 * @param signed the envelope that the fields were read from
 */
public record SignedRecord(
    NodeId key,
    NodeId publisher,
    long version,
    boolean removed,
    long ttlMillis,
    long expiryMillis,
    byte[] value,
    Signed signed) {
  static final long MAX_TTL_MILLIS = 7L * 24 * 3_600_000;
  static final long WALL_TOLERANCE_MILLIS = 3_600_000;

  private static final String PURPOSE = "groupvpn record 1";

  static byte[] content(
      NodeId key,
      NodeId publisher,
      long version,
      boolean removed,
      long ttlMillis,
      long expiryMillis,
      byte[] value) {
    return new WireWriter()
        .text(PURPOSE)
        .nodeId(key)
        .nodeId(publisher)
        .i64(version)
        .flag(removed)
        .i64(ttlMillis)
        .i64(expiryMillis)
        .variable(value)
        .toBytes();
  }

  static SignedRecord read(WireReader reader) throws WireException {
    return of(Signed.read(reader));
  }

  static SignedRecord of(Signed signed) throws WireException {
    WireReader reader = new WireReader(signed.content());
    if (!reader.text(PURPOSE.length()).equals(PURPOSE)) {
      throw new WireException("signed for another purpose");
    }
    SignedRecord record =
        new SignedRecord(
            reader.nodeId(),
            reader.nodeId(),
            reader.i64(),
            reader.flag(),
            reader.i64(),
            reader.i64(),
            reader.variable(Dht.MAX_VALUE_BYTES),
            signed);
    reader.end();
    if (record.ttlMillis <= 0 || record.ttlMillis > MAX_TTL_MILLIS) {
      throw new WireException("a record's time to live is out of range");
    }
    return record;
  }

  /** Whether no clock within the tolerance can still consider it valid. */
  boolean isExpired(long wallMillis) {
    return expiryMillis < wallMillis - WALL_TOLERANCE_MILLIS;
  }

  /** Whether this replaces {@code other}, which has the same publisher and key. */
  boolean isNewerThan(SignedRecord other) {
    return version != other.version ? version > other.version : expiryMillis > other.expiryMillis;
  }
}
