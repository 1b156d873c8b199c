package net.groupvpn.dhcpdns.name;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * Remembers what one server has answered about names outside the group, as long as its records say,
 * and "no such name" too (RFC 2308). It keeps whole answers, each for the very question that was
 * asked: no record of an answer is ever used for another question. The answer used least recently
 * goes first. Thread-safe.
 */
public final class AnswerCache {
  /** Most answers. */
  static final int MAX_ENTRIES = 4_096;

  /** Most bytes of all answers. */
  static final int MAX_BYTES = 4 << 20;

  /** Longer answers are not kept. */
  static final int MAX_ANSWER_BYTES = 8_192;

  private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
  private int bytes;

  /** What an answer depends on. Names are equal whatever their spelling. */
  private record Key(Name name, int type, int dclass, boolean isSigned, boolean isUnchecked) {
    static Key of(Message query) {
      Record question = query.getQuestion();
      return new Key(
          question.getName(),
          question.getType(),
          question.getDClass(),
          OutsideMessages.wantsSignatures(query),
          query.getHeader().getFlag(Flags.CD));
    }
  }

  private record Entry(byte[] reply, long keptNanos, long expiryNanos) {}

  /**
   * The reply to {@code query}, with the time that is left to its records; null if none is kept.
   */
  public synchronized @Nullable Message find(Message query, long nowNanos) {
    Key key = Key.of(query);
    Entry entry = entries.get(key);
    if (entry == null) {
      return null;
    }
    if (entry.expiryNanos - nowNanos <= 0) {
      remove(key, entry);
      return null;
    }
    long ageSeconds = TimeUnit.NANOSECONDS.toSeconds(nowNanos - entry.keptNanos);
    return OutsideMessages.aged(entry.reply, ageSeconds);
  }

  /** Keeps a reply, if it may be kept. */
  public synchronized void keep(Message query, Message reply, long nowNanos) {
    long seconds = AnswerLife.seconds(query, reply);
    byte[] wire = reply.toWire();
    if (seconds <= 0 || wire.length > MAX_ANSWER_BYTES) {
      return;
    }
    Key key = Key.of(query);
    Entry former = entries.get(key);
    if (former != null) {
      remove(key, former);
    }
    bytes += wire.length;
    entries.put(key, new Entry(wire, nowNanos, nowNanos + TimeUnit.SECONDS.toNanos(seconds)));
    Iterator<Map.Entry<Key, Entry>> oldest = entries.entrySet().iterator();
    while (entries.size() > MAX_ENTRIES || bytes > MAX_BYTES) {
      bytes -= oldest.next().getValue().reply.length;
      oldest.remove();
    }
  }

  private void remove(Key key, Entry entry) {
    bytes -= entry.reply.length;
    entries.remove(key);
  }

  synchronized int size() {
    return entries.size();
  }
}
