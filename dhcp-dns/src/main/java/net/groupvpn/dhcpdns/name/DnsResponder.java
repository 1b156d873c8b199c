package net.groupvpn.dhcpdns.name;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import net.groupvpn.dhcpdns.address.ServiceCounter;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.dhcpdns.name.DnsZones.Subject;
import net.groupvpn.overlay.dht.Finding;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.time.TimerName;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Answers DNS queries (RFC 1035) for members: A, AAAA and PTR. Bytes in, bytes out. An answer may
 * follow later, when the hash table has answered; SERVFAIL if it does not in time. Anything other
 * than a query is dropped and counted; queries outside the group's zones are refused. Engine
 * thread.
 */
public final class DnsResponder {
  /** Longest accepted query, bytes. */
  public static final int MAX_QUERY_BYTES = 1_232;

  /** Most queries that wait for the hash table; further ones get SERVFAIL. */
  public static final int MAX_PENDING = 256;

  /** How long a query waits; resolvers ask again after about 5 s. */
  public static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(4);

  private final Engine engine;
  private final DnsZones zones;
  private final DnsReplies replies;
  private final MemberLookup lookup;
  private @Nullable OutsideNames outside;
  private int pending;

  /** {@code dnsSuffix} is the group's suffix, such as {@code office.gvpn}. */
  public DnsResponder(
      Engine engine, VirtualNetwork network, String dnsSuffix, MemberLookup lookup) {
    this.engine = engine;
    this.zones = new DnsZones(network, dnsSuffix);
    this.replies = new DnsReplies(zones);
    this.lookup = lookup;
  }

  /** Has names outside the group's zones asked there; without that they are refused. */
  public void setOutside(OutsideNames names) {
    outside = names;
  }

  /** Handles one query and answers it at most once, with at most 1,232 bytes. */
  public void onQuery(byte[] query, Consumer<byte[]> answer) {
    Message message = parse(query);
    if (message == null || message.getHeader().getFlag(Flags.QR)) {
      engine.counters().increment(ServiceCounter.DROPPED_DNS_MALFORMED);
      return;
    }
    Record question = message.getQuestion();
    OPTRecord options = message.getOPT();
    if (message.getHeader().getOpcode() != Opcode.QUERY) {
      answer.accept(replies.error(message, Rcode.NOTIMP));
    } else if (question == null || message.getHeader().getCount(Section.QUESTION) != 1) {
      answer.accept(replies.error(message, Rcode.FORMERR));
    } else if (options != null && options.getVersion() > DnsReplies.EDNS_VERSION) {
      answer.accept(replies.badVersion(message));
    } else {
      answerQuestion(message, question, answer);
    }
  }

  private @Nullable Message parse(byte[] query) {
    if (query.length > MAX_QUERY_BYTES) {
      return null;
    }
    try {
      return new Message(query);
    } catch (IOException | RuntimeException e) {
      // The library documents only IOException; hostile bytes may trigger other exceptions in it.
      return null;
    }
  }

  private void answerQuestion(Message query, Record question, Consumer<byte[]> answer) {
    Subject subject = question.getDClass() == DClass.IN ? zones.classify(question.getName()) : null;
    if (subject == null) {
      if (!askOutside(query, question, answer)) {
        answer.accept(replies.error(query, Rcode.REFUSED));
      }
    } else if (subject instanceof Subject.Apex apex) {
      answer.accept(replies.apex(query, apex.zone()));
    } else if (subject instanceof Subject.Nobody nobody) {
      answer.accept(replies.nobody(query, nobody.zone()));
    } else if (pending >= MAX_PENDING) {
      engine.counters().increment(ServiceCounter.DROPPED_DNS_PENDING);
      answer.accept(replies.error(query, Rcode.SERVFAIL));
    } else {
      new Pending(query, subject, answer).begin();
    }
  }

  private boolean askOutside(Message query, Record question, Consumer<byte[]> answer) {
    OutsideNames asked = outside;
    boolean isTransfer = question.getType() == Type.AXFR || question.getType() == Type.IXFR;
    return asked != null && !isTransfer && asked.ask(query.toWire(), answer);
  }

  /** A query that waits for the hash table. */
  private final class Pending {
    private final Message query;
    private final Subject subject;
    private final Consumer<byte[]> answer;
    private boolean answered;

    Pending(Message query, Subject subject, Consumer<byte[]> answer) {
      this.query = query;
      this.subject = subject;
      this.answer = answer;
    }

    void begin() {
      pending++;
      engine.setTimer(TimerName.DNS_GIVE_UP, this, PATIENCE_NANOS, now -> giveUp());
      if (subject instanceof Subject.OfMember name) {
        lookup.byName(name.label(), f -> end(f, m -> replies.forward(query, name.zone(), m)));
      } else if (subject instanceof Subject.Address4 address) {
        lookup.byAddress(
            address.address(), f -> end(f, m -> replies.reverse(query, address.zone(), m)));
      } else if (subject instanceof Subject.Address6 address) {
        lookup.byAddress(
            address.address(), f -> end(f, m -> replies.reverse(query, address.zone(), m)));
      }
    }

    /** "No such name" is answered only if that is known, because resolvers cache it. */
    private void end(Finding<NamedMember> finding, Function<@Nullable NamedMember, byte[]> reply) {
      if (finding.isKnown()) {
        end(reply.apply(finding.found()));
      } else {
        engine.counters().increment(ServiceCounter.DNS_UNKNOWN);
        end(replies.error(query, Rcode.SERVFAIL));
      }
    }

    private void giveUp() {
      engine.counters().increment(ServiceCounter.DNS_TIMEOUT);
      end(replies.error(query, Rcode.SERVFAIL));
    }

    private void end(byte[] reply) {
      if (!answered) {
        answered = true;
        pending--;
        engine.cancelTimer(TimerName.DNS_GIVE_UP, this);
        answer.accept(reply);
      }
    }
  }
}
