package net.groupvpn.dhcpdns.name;

import java.util.List;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** How long an answer may be kept. */
final class AnswerLife {
  /** Longest time for any answer, seconds: a gateway's lie must not outlive it by much. */
  static final long MAX_SECONDS = 3_600;

  /** Longest time for "there is none", seconds. */
  static final long MAX_NEGATIVE_SECONDS = 300;

  /** A larger value counts as 0 (RFC 2181 8). */
  private static final long MAX_TTL = 0x7fff_ffffL;

  private static final List<Integer> SECTIONS =
      List.of(Section.ANSWER, Section.AUTHORITY, Section.ADDITIONAL);

  private AnswerLife() {}

  /** Seconds; 0 if it must not be kept. */
  static long seconds(Message query, Message reply) {
    int code = reply.getRcode();
    boolean isWhole =
        !reply.getHeader().getFlag(Flags.TC) && (code == Rcode.NOERROR || code == Rcode.NXDOMAIN);
    if (!isWhole) {
      return 0;
    }
    long seconds = MAX_SECONDS;
    for (int section : SECTIONS) {
      for (Record record : reply.getSection(section)) {
        if (record.getType() != Type.OPT) {
          seconds = Math.min(seconds, record.getTTL() > MAX_TTL ? 0 : record.getTTL());
        }
      }
    }
    boolean isPositive = code == Rcode.NOERROR && hasAnswer(query.getQuestion().getType(), reply);
    return isPositive ? seconds : Math.min(seconds, negativeSeconds(reply));
  }

  /** An alias that leads to nothing is no answer. */
  private static boolean hasAnswer(int type, Message reply) {
    return reply.getSection(Section.ANSWER).stream()
        .anyMatch(record -> type == Type.ANY || record.getType() == type);
  }

  /** RFC 2308 5: only what has a start of authority may be kept. */
  private static long negativeSeconds(Message reply) {
    for (Record record : reply.getSection(Section.AUTHORITY)) {
      if (record instanceof SOARecord soa) {
        return Math.min(MAX_NEGATIVE_SECONDS, Math.min(soa.getTTL(), soa.getMinimum()));
      }
    }
    return 0;
  }
}
