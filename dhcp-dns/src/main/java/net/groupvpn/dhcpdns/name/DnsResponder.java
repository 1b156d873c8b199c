package net.groupvpn.dhcpdns.name;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.dhcpdns.address.ServiceCounter;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.dhcpdns.name.DnsZones.Subject;
import net.groupvpn.overlay.dht.Finding;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.time.TimerName;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/**
 * Answers DNS queries (RFC 1035) about members and their services. Bytes in, bytes out. An answer
 * may follow later, when the hash table has answered; SERVFAIL if it does not in time. Responses
 * are dropped and counted; queries outside the group's zones are refused, or asked elsewhere.
 * Engine thread.
 */
public final class DnsResponder {
  /** Longest accepted query, bytes. */
  public static final int MAX_QUERY_BYTES = 1_232;

  /** Most queries that wait for the hash table; further ones get SERVFAIL. */
  static final int MAX_PENDING = 256;

  /** Most of them from one machine. */
  static final int MAX_PENDING_OF_SOURCE = 64;

  /**
   * Questions of one machine a second that need look-ups, in the long run: a name that nobody has
   * costs other members a look-up each.
   */
  static final int LOOKUPS_PER_SECOND = 200;

  /** The same at once after silence. */
  static final int LOOKUPS_AT_ONCE = 400;

  /** Questions of one machine a second for names outside the group, in the long run. */
  static final int OUTSIDE_PER_SECOND = 500;

  /** The same at once after silence. */
  static final int OUTSIDE_AT_ONCE = 1_000;

  /** How long a query waits; resolvers ask again after about 5 s. */
  public static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(4);

  private final Engine engine;
  private final DnsZones zones;
  private final DnsReplies replies;
  private final MemberLookup lookup;
  private final SourceRates lookupRates = new SourceRates(LOOKUPS_PER_SECOND, LOOKUPS_AT_ONCE);
  private final SourceRates outsideRates = new SourceRates(OUTSIDE_PER_SECOND, OUTSIDE_AT_ONCE);
  private final SourceShares lookups = new SourceShares(MAX_PENDING, MAX_PENDING_OF_SOURCE);
  private final SourceShares questionsOutside =
      new SourceShares(MAX_PENDING, MAX_PENDING_OF_SOURCE);
  private @Nullable OutsideNames outside;

  /** {@code dnsSuffix} is the group's suffix, such as {@code office.gvpn}. */
  public DnsResponder(
      Engine engine, VirtualNetwork network, String dnsSuffix, MemberLookup lookup) {
    this.engine = engine;
    this.zones = new DnsZones(network, dnsSuffix);
    this.replies = new DnsReplies(network, zones);
    this.lookup = lookup;
  }

  /** Has names outside the group's zones asked there; without that they are refused. */
  public void setOutside(OutsideNames names) {
    outside = names;
  }

  /** Changes whether the service address has IPv6 on this machine. */
  public void setIpv6(boolean isOn) {
    replies.setIpv6(isOn);
  }

  /** Handles one query and answers it at most once, with at most as many bytes as it allows. */
  public void onQuery(DnsRequest request, Consumer<byte[]> answer) {
    DnsQuery query = DnsQuery.read(request);
    if (query == null) {
      engine.counters().increment(ServiceCounter.DROPPED_DNS_MALFORMED);
      return;
    }
    int problem = query.problem();
    if (problem != Rcode.NOERROR) {
      engine.counters().increment(ServiceCounter.DNS_PROBLEM);
      answer.accept(replies.error(query, problem));
    } else {
      answerQuestion(query, request, answer);
    }
  }

  private void answerQuestion(DnsQuery query, DnsRequest request, Consumer<byte[]> answer) {
    if (query.question().getDClass() != DClass.IN || isTransfer(query.type())) {
      answer.accept(replies.error(query, Rcode.REFUSED));
      return;
    }
    Subject subject = zones.classify(query.name());
    if (subject == null) {
      askOutside(query, request.source(), answer);
      return;
    }
    byte[] known = answerAtOnce(query, subject);
    if (known != null) {
      answer.accept(known);
    } else if (!lookupRates.take(request.source(), engine.now().bootNanos())) {
      refuse(query, ServiceCounter.DROPPED_DNS_RATE, answer);
    } else if (!lookups.take(request.source())) {
      refuse(query, ServiceCounter.DROPPED_DNS_PENDING, answer);
    } else {
      new Pending(query, subject, request.source(), answer).begin();
    }
  }

  private void askOutside(DnsQuery query, Ipv6Address source, Consumer<byte[]> answer) {
    OutsideNames asked = outside;
    if (asked == null) {
      answer.accept(replies.error(query, Rcode.REFUSED));
    } else if (!outsideRates.take(source, engine.now().bootNanos())) {
      refuse(query, ServiceCounter.DROPPED_DNS_OUTSIDE_RATE, answer);
    } else if (!questionsOutside.take(source)) {
      refuse(query, ServiceCounter.DROPPED_DNS_OUTSIDE_PENDING, answer);
    } else {
      Consumer<byte[]> end =
          reply -> {
            questionsOutside.giveBack(source);
            answer.accept(reply);
          };
      if (!asked.ask(query.message().toWire(), query.maxReplyBytes(), end)) {
        end.accept(replies.error(query, Rcode.REFUSED));
      }
    }
  }

  /** At once, so that whoever asks need not wait for nothing. */
  private void refuse(DnsQuery query, ServiceCounter why, Consumer<byte[]> answer) {
    engine.counters().increment(why);
    answer.accept(replies.error(query, Rcode.SERVFAIL));
  }

  /** Nobody needs to be asked about these; null for all others. */
  private byte @Nullable [] answerAtOnce(DnsQuery query, Subject subject) {
    if (subject instanceof Subject.Apex apex) {
      return replies.apex(query, apex.zone());
    } else if (subject instanceof Subject.Between between) {
      return replies.noData(query, between.zone());
    } else if (subject instanceof Subject.ServiceAddress service) {
      return replies.serviceAddress(query, service.zone());
    } else if (subject instanceof Subject.Nobody nobody) {
      return replies.nobody(query, nobody.zone());
    }
    return null;
  }

  private static boolean isTransfer(int type) {
    return type == Type.AXFR || type == Type.IXFR;
  }

  /** A query that waits for the hash table. */
  private final class Pending {
    private final DnsQuery query;
    private final Subject subject;
    private final Ipv6Address source;
    private final Consumer<byte[]> answer;
    private boolean answered;

    Pending(DnsQuery query, Subject subject, Ipv6Address source, Consumer<byte[]> answer) {
      this.query = query;
      this.subject = subject;
      this.source = source;
      this.answer = answer;
    }

    void begin() {
      engine.setTimer(TimerName.DNS_GIVE_UP, this, PATIENCE_NANOS, now -> giveUp());
      if (subject instanceof Subject.OfMember name) {
        lookup.byName(name.label(), f -> end(f, m -> replies.forward(query, name.zone(), m)));
      } else if (subject instanceof Subject.ServiceOfMember service) {
        lookup.byName(
            service.label(),
            f -> end(f, m -> replies.service(query, service.zone(), service.type(), m)));
      } else if (subject instanceof Subject.ServicesOfMember above) {
        lookup.byName(
            above.label(),
            f -> end(f, m -> replies.aboveServices(query, above.zone(), above.transport(), m)));
      } else if (subject instanceof Subject.Offers offers) {
        lookup.byService(
            offers.type(),
            f -> end(f, all -> replies.offers(query, offers.zone(), offers.type(), all)));
      } else if (subject instanceof Subject.Address4 address) {
        lookup.byAddress(
            address.address(), f -> end(f, m -> replies.reverse(query, address.zone(), m)));
      } else if (subject instanceof Subject.Address6 address) {
        lookup.byAddress(
            address.address(), f -> end(f, m -> replies.reverse(query, address.zone(), m)));
      }
    }

    /** "No such name" is answered only if that is known, because resolvers cache it. */
    private <T> void end(Finding<T> finding, Function<@Nullable T, byte[]> reply) {
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
        lookups.giveBack(source);
        engine.cancelTimer(TimerName.DNS_GIVE_UP, this);
        answer.accept(reply);
      }
    }
  }
}
