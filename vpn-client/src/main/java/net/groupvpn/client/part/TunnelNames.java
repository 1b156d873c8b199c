package net.groupvpn.client.part;

import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import net.groupvpn.dhcpdns.name.AnswerCache;
import net.groupvpn.dhcpdns.name.LocalNames;
import net.groupvpn.dhcpdns.name.OutsideMessages;
import net.groupvpn.dhcpdns.name.OutsideNames;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SimpleResolver;

/**
 * Asks a DNS server beyond the gateway for names outside the group, while there is a full tunnel.
 * Its sockets are not marked, so that they go through the tunnel; each question has a socket and a
 * random ID of its own, and only that server's answer to that question counts. What it answers is
 * remembered until the gateway changes. Thread-safe; does not block.
 */
final class TunnelNames implements OutsideNames {
  /** Most questions under way. */
  static final int MAX_PENDING = 256;

  private static final Logger LOG = LoggerFactory.getLogger(TunnelNames.class);

  /** A resolver of this machine asks again after about 5 s. */
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private static final int NO_EDNS = -1;
  private static final int IDS = 1 << Short.SIZE;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final LongSupplier nowNanos;
  private final int port;
  private final AtomicInteger pending = new AtomicInteger();
  private volatile @Nullable Upstream upstream;

  /** Whoever is asked, and what it has answered: late answers never reach another one's cache. */
  private record Upstream(InetAddress server, SimpleResolver resolver, AnswerCache answers) {}

  /** {@code nowNanos} runs on while the machine sleeps. */
  TunnelNames(LongSupplier nowNanos) {
    this(nowNanos, SimpleResolver.DEFAULT_PORT);
  }

  TunnelNames(LongSupplier nowNanos, int port) {
    this.nowNanos = nowNanos;
    this.port = port;
  }

  /** Asks {@code server} from now on; nobody if null. */
  synchronized void use(@Nullable InetAddress server) {
    Upstream before = upstream;
    if (server == null) {
      upstream = null;
    } else if (before == null || !before.server.equals(server)) {
      SimpleResolver resolver = new SimpleResolver(server);
      resolver.setPort(port);
      resolver.setTimeout(PATIENCE);
      resolver.setEDNS(NO_EDNS);
      upstream = new Upstream(server, resolver, new AnswerCache());
    }
  }

  /**
   * Another gateway may lead the same server's address elsewhere: what it answered is forgotten.
   */
  synchronized void forget() {
    Upstream before = upstream;
    if (before != null) {
      upstream = new Upstream(before.server, before.resolver, new AnswerCache());
    }
  }

  @Override
  public boolean ask(byte[] query, int maxReplyBytes, Consumer<byte[]> answer) {
    Upstream asked = upstream;
    if (asked == null) {
      return false;
    }
    try {
      ask(asked, new Message(query), maxReplyBytes, answer);
      return true;
    } catch (IOException e) {
      LOG.debug("a question for a name outside makes no sense: {}", e.getMessage());
      return false;
    }
  }

  private void ask(Upstream asked, Message query, int maxBytes, Consumer<byte[]> answer) {
    Message known = asked.answers.find(query, nowNanos.getAsLong());
    if (LocalNames.contains(query.getQuestion().getName())) {
      answer.accept(OutsideMessages.failure(query, Rcode.NXDOMAIN, maxBytes));
    } else if (known != null) {
      answer.accept(OutsideMessages.reply(query, known, maxBytes));
    } else if (pending.incrementAndGet() > MAX_PENDING) {
      pending.decrementAndGet();
      answer.accept(OutsideMessages.failure(query, Rcode.SERVFAIL, maxBytes));
    } else {
      Message question = OutsideMessages.question(query, RANDOM.nextInt(IDS));
      asked
          .resolver
          .sendAsync(question)
          .whenComplete(
              (reply, problem) -> {
                pending.decrementAndGet();
                if (reply == null || !OutsideMessages.isReplyTo(question, reply)) {
                  answer.accept(OutsideMessages.failure(query, Rcode.SERVFAIL, maxBytes));
                } else {
                  asked.answers.keep(question, reply, nowNanos.getAsLong());
                  answer.accept(OutsideMessages.reply(query, reply, maxBytes));
                }
              });
    }
  }
}
