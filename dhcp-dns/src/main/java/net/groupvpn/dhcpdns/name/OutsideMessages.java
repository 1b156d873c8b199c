package net.groupvpn.dhcpdns.name;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Questions and replies about names outside the group, as they pass through this machine. What
 * concerns only one step of the way, such as EDNS with its cookies and addresses of networks, is
 * made anew for each.
 */
public final class OutsideMessages {
  private static final int[] FLAGS_OF_ANSWER = {Flags.RA, Flags.AD};
  private static final int[] FLAGS_OF_QUESTION = {Flags.RD, Flags.CD};

  private static final int[] SECTIONS = {Section.ANSWER, Section.AUTHORITY, Section.ADDITIONAL};

  /** Type and class stand between a record's name and its time to live. */
  private static final int TTL_AFTER_NAME = 2 * Short.BYTES;

  private OutsideMessages() {}

  /** The question of {@code query} for another server, with another {@code id}. */
  public static Message question(Message query, int id) {
    Message question = new Message(id);
    copy(query, question, FLAGS_OF_QUESTION);
    copy(query, question, Flags.AD);
    question.addRecord(query.getQuestion(), Section.QUESTION);
    question.addRecord(options(query), Section.ADDITIONAL);
    return question;
  }

  /** Whether {@code reply} answers that question and no other. */
  public static boolean isReplyTo(Message question, Message reply) {
    Record asked = question.getQuestion();
    Record answered = reply.getQuestion();
    return reply.getHeader().getFlag(Flags.QR)
        && reply.getHeader().getID() == question.getHeader().getID()
        && answered != null
        && answered.getName().equals(asked.getName())
        && answered.getType() == asked.getType()
        && answered.getDClass() == asked.getDClass();
  }

  /**
   * The answer of another server as the reply to {@code query}, in its spelling.
   *
   * @param maxBytes what is longer is truncated
   */
  public static byte[] reply(Message query, Message answer, int maxBytes) {
    Message reply = begin(query, answer.getHeader().getRcode());
    copy(answer, reply, FLAGS_OF_ANSWER);
    for (int section : SECTIONS) {
      for (Record record : answer.getSection(section)) {
        if (record.getType() != Type.OPT) {
          reply.addRecord(record, section);
        }
      }
    }
    return finish(query, reply, maxBytes);
  }

  /** A reply with only a code, because nobody has answered or is asked. */
  public static byte[] failure(Message query, int code, int maxBytes) {
    return finish(query, begin(query, code), maxBytes);
  }

  private static Message begin(Message query, int code) {
    Message reply = new Message(query.getHeader().getID());
    reply.getHeader().setFlag(Flags.QR);
    reply.getHeader().setRcode(code);
    copy(query, reply, FLAGS_OF_QUESTION);
    reply.addRecord(query.getQuestion(), Section.QUESTION);
    return reply;
  }

  private static byte[] finish(Message query, Message reply, int maxBytes) {
    if (query.getOPT() != null) {
      reply.addRecord(options(query), Section.ADDITIONAL);
    }
    return reply.toWire(maxBytes);
  }

  private static OPTRecord options(Message query) {
    int flags = wantsSignatures(query) ? ExtendedFlags.DO : 0;
    return new OPTRecord(DnsQuery.MAX_DATAGRAM_BYTES, 0, DnsQuery.EDNS_VERSION, flags);
  }

  /** Whether DNSSEC's records are wanted (RFC 3225). */
  static boolean wantsSignatures(Message query) {
    OPTRecord options = query.getOPT();
    return options != null && (options.getFlags() & ExtendedFlags.DO) != 0;
  }

  private static void copy(Message from, Message to, int... flags) {
    for (int flag : flags) {
      if (from.getHeader().getFlag(flag)) {
        to.getHeader().setFlag(flag);
      }
    }
  }

  /** A kept reply, whose records live shorter by now; null if it cannot be read. */
  static @Nullable Message aged(byte[] reply, long ageSeconds) {
    try {
      Message kept = new Message(reply);
      Message aged = begin(kept, kept.getHeader().getRcode());
      copy(kept, aged, FLAGS_OF_ANSWER);
      for (int section : SECTIONS) {
        for (Record record : kept.getSection(section)) {
          if (record.getType() != Type.OPT) {
            aged.addRecord(aged(record, section, ageSeconds), section);
          }
        }
      }
      return aged;
    } catch (IOException e) {
      return null;
    }
  }

  private static Record aged(Record record, int section, long ageSeconds) throws IOException {
    byte[] wire = record.toWire(section);
    int ttl = (int) Math.max(0, record.getTTL() - ageSeconds);
    ByteBuffer.wrap(wire).putInt(record.getName().length() + TTL_AFTER_NAME, ttl);
    return Record.fromWire(wire, section);
  }
}
