package net.groupvpn.dhcpdns.name;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A query as far as it can be understood, and how long a reply to it may be. */
final class DnsQuery {
  /** Longest reply by UDP: what passes every path without fragments. */
  static final int MAX_DATAGRAM_BYTES = 1_232;

  /** Longest reply by TCP. */
  static final int MAX_STREAM_BYTES = 16_384;

  /** Longest reply by UDP to a query that names no other length (RFC 1035 4.2.1). */
  static final int PLAIN_BYTES = 512;

  /** The version of EDNS that is spoken (RFC 6891). */
  static final int EDNS_VERSION = 0;

  private final Header header;
  private final @Nullable Message message;
  private final boolean isStream;

  private DnsQuery(Header header, @Nullable Message message, boolean isStream) {
    this.header = header;
    this.message = message;
    this.isStream = isStream;
  }

  /** Null if it must not be answered: it is a response, or has not even a header. */
  static @Nullable DnsQuery read(DnsRequest request) {
    Header header = header(request.bytes());
    if (header == null || header.getFlag(Flags.QR)) {
      return null;
    }
    boolean isQuery = header.getOpcode() == Opcode.QUERY;
    return new DnsQuery(header, isQuery ? message(request.bytes()) : null, request.isStream());
  }

  private static @Nullable Header header(byte[] bytes) {
    try {
      return bytes.length > DnsResponder.MAX_QUERY_BYTES ? null : new Header(bytes);
    } catch (IOException | RuntimeException e) {
      // The library documents only IOException; hostile bytes may trigger other exceptions in it.
      return null;
    }
  }

  private static @Nullable Message message(byte[] bytes) {
    try {
      return new Message(bytes);
    } catch (IOException | RuntimeException e) {
      // As above.
      return null;
    }
  }

  /** Why it cannot be answered, as a code of DNS; NOERROR if it can. */
  int problem() {
    if (header.getOpcode() != Opcode.QUERY) {
      return Rcode.NOTIMP;
    }
    if (message == null || message.getQuestion() == null || isAmbiguous(message)) {
      return Rcode.FORMERR;
    }
    OPTRecord options = message.getOPT();
    return options != null && options.getVersion() > EDNS_VERSION ? Rcode.BADVERS : Rcode.NOERROR;
  }

  /** RFC 9619: one question; RFC 6891 6.1.1: at most one OPT record, of the root. */
  private static boolean isAmbiguous(Message message) {
    int optRecords = 0;
    for (Record record : message.getSection(Section.ADDITIONAL)) {
      if (record.getType() == Type.OPT) {
        optRecords++;
        if (!record.getName().equals(Name.root)) {
          return true;
        }
      }
    }
    boolean isOptAsked = message.getQuestion().getType() == Type.OPT;
    return optRecords > 1 || isOptAsked || message.getHeader().getCount(Section.QUESTION) != 1;
  }

  /** The whole query; only if there is no {@link #problem}. */
  Message message() {
    if (message == null) {
      throw new IllegalStateException("a query that was not understood has no content");
    }
    return message;
  }

  /** Its one question; only if there is no {@link #problem}. */
  Record question() {
    return message().getQuestion();
  }

  Name name() {
    return question().getName();
  }

  int type() {
    return question().getType();
  }

  /** The beginning of a reply with a code of up to four bits. */
  Message reply(int code) {
    Message reply = new Message(header.getID());
    reply.getHeader().setOpcode(header.getOpcode());
    reply.getHeader().setFlag(Flags.QR);
    if (header.getFlag(Flags.RD)) {
      reply.getHeader().setFlag(Flags.RD);
    }
    if (header.getFlag(Flags.CD)) {
      reply.getHeader().setFlag(Flags.CD);
    }
    reply.getHeader().setRcode(code);
    if (message != null && message.getHeader().getCount(Section.QUESTION) == 1) {
      Record question = message.getQuestion();
      if (question != null) {
        reply.addRecord(question, Section.QUESTION);
      }
    }
    return reply;
  }

  /**
   * The reply as bytes, no longer than the asking machine takes; marked as truncated if it does not
   * fit. A query with EDNS gets a reply with EDNS (RFC 6891 7), with DO as it was (RFC 3225 3).
   *
   * @param extendedCode the upper bits of the reply's code
   */
  byte[] finish(Message reply, int extendedCode) {
    OPTRecord options = options();
    if (options != null) {
      int flags = options.getFlags() & ExtendedFlags.DO;
      reply.addRecord(
          new OPTRecord(MAX_DATAGRAM_BYTES, extendedCode, EDNS_VERSION, flags), Section.ADDITIONAL);
    }
    return reply.toWire(maxReplyBytes());
  }

  /** Longest reply that the asking machine takes and we send, bytes. */
  int maxReplyBytes() {
    if (isStream) {
      return MAX_STREAM_BYTES;
    }
    OPTRecord options = options();
    int wanted = options == null ? PLAIN_BYTES : options.getPayloadSize();
    return Math.min(MAX_DATAGRAM_BYTES, Math.max(PLAIN_BYTES, wanted));
  }

  private @Nullable OPTRecord options() {
    return message == null ? null : message.getOPT();
  }
}
