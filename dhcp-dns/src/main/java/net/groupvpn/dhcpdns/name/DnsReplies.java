package net.groupvpn.dhcpdns.name;

import java.net.InetAddress;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Writes replies. Names in them keep the spelling of the question (RFC 4343). */
final class DnsReplies {
  /** Short, because members move, and asking again is cheap. */
  static final int TTL_SECONDS = 30;

  /** How long "no such name" may be cached: a member may be about to join. */
  static final int NEGATIVE_TTL_SECONDS = 5;

  private static final int MIN_REPLY_BYTES = 512;
  private static final int MAX_REPLY_BYTES = 1_232;
  private static final int REFRESH_SECONDS = 3_600;

  /** Number of bits of a code in the header; EDNS holds the others. */
  private static final int RCODE_BITS = 4;

  /** The supported version of EDNS. */
  static final int EDNS_VERSION = 0;

  private final DnsZones zones;

  DnsReplies(DnsZones zones) {
    this.zones = zones;
  }

  /** A reply with only a code. */
  byte[] error(Message query, int code) {
    Message reply = begin(query, code);
    reply.getHeader().unsetFlag(Flags.AA);
    return finish(query, reply);
  }

  /** The query uses an unsupported version of EDNS (RFC 6891 6.1.3). */
  byte[] badVersion(Message query) {
    Message reply = begin(query, Rcode.NOERROR);
    reply.getHeader().unsetFlag(Flags.AA);
    int extended = Rcode.BADVERS >>> RCODE_BITS;
    reply.addRecord(new OPTRecord(MAX_REPLY_BYTES, extended, EDNS_VERSION), Section.ADDITIONAL);
    return reply.toWire(MIN_REPLY_BYTES);
  }

  /** A name that does not exist. */
  byte[] nobody(Message query, Name zone) {
    Message reply = begin(query, Rcode.NXDOMAIN);
    reply.addRecord(soa(zone, NEGATIVE_TTL_SECONDS), Section.AUTHORITY);
    return finish(query, reply);
  }

  /** The zone's own name, which has no addresses. */
  byte[] apex(Message query, Name zone) {
    Message reply = begin(query, Rcode.NOERROR);
    boolean isAsked = wants(query, Type.SOA);
    reply.addRecord(
        soa(zone, isAsked ? TTL_SECONDS : NEGATIVE_TTL_SECONDS),
        isAsked ? Section.ANSWER : Section.AUTHORITY);
    return finish(query, reply);
  }

  /** The addresses of a member. */
  byte[] forward(Message query, Name zone, @Nullable NamedMember member) {
    if (member == null) {
      return nobody(query, zone);
    }
    Message reply = begin(query, Rcode.NOERROR);
    Name name = query.getQuestion().getName();
    Ipv4Address address4 = member.address4();
    if (wants(query, Type.A) && address4 != null) {
      InetAddress address = address4.toInetAddress();
      reply.addRecord(new ARecord(name, DClass.IN, TTL_SECONDS, address), Section.ANSWER);
    }
    if (wants(query, Type.AAAA) && member.hasIpv6()) {
      InetAddress address = member.address6().toInetAddress();
      reply.addRecord(new AAAARecord(name, DClass.IN, TTL_SECONDS, address), Section.ANSWER);
    }
    return finishOrNoData(query, reply, zone);
  }

  /** The name of a member. */
  byte[] reverse(Message query, Name zone, @Nullable NamedMember member) {
    if (member == null) {
      return nobody(query, zone);
    }
    Message reply = begin(query, Rcode.NOERROR);
    if (wants(query, Type.PTR)) {
      Name name = query.getQuestion().getName();
      Name target = zones.fullName(member.label().text());
      reply.addRecord(new PTRRecord(name, DClass.IN, TTL_SECONDS, target), Section.ANSWER);
    }
    return finishOrNoData(query, reply, zone);
  }

  private byte[] finishOrNoData(Message query, Message reply, Name zone) {
    if (reply.getSection(Section.ANSWER).isEmpty()) {
      reply.addRecord(soa(zone, NEGATIVE_TTL_SECONDS), Section.AUTHORITY);
    }
    return finish(query, reply);
  }

  private static Message begin(Message query, int code) {
    Message reply = new Message(query.getHeader().getID());
    reply.getHeader().setOpcode(query.getHeader().getOpcode());
    reply.getHeader().setFlag(Flags.QR);
    reply.getHeader().setFlag(Flags.AA);
    if (query.getHeader().getFlag(Flags.RD)) {
      reply.getHeader().setFlag(Flags.RD);
    }
    reply.getHeader().setRcode(code);
    Record question = query.getQuestion();
    if (question != null) {
      reply.addRecord(question, Section.QUESTION);
    }
    return reply;
  }

  private static byte[] finish(Message query, Message reply) {
    OPTRecord options = query.getOPT();
    int limit = MIN_REPLY_BYTES;
    if (options != null) {
      reply.addRecord(new OPTRecord(MAX_REPLY_BYTES, 0, EDNS_VERSION), Section.ADDITIONAL);
      limit = Math.min(MAX_REPLY_BYTES, Math.max(MIN_REPLY_BYTES, options.getPayloadSize()));
    }
    return reply.toWire(limit);
  }

  private static boolean wants(Message query, int type) {
    int asked = query.getQuestion().getType();
    return asked == type || asked == Type.ANY;
  }

  private SOARecord soa(Name zone, int ttlSeconds) {
    return new SOARecord(
        zone,
        DClass.IN,
        ttlSeconds,
        zones.fullName("dns"),
        zones.fullName("hostmaster"),
        1,
        REFRESH_SECONDS,
        REFRESH_SECONDS,
        REFRESH_SECONDS,
        NEGATIVE_TTL_SECONDS);
  }
}
