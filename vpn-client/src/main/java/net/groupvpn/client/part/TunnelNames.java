package net.groupvpn.client.part;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import net.groupvpn.dhcpdns.name.DnsResponder;
import net.groupvpn.dhcpdns.name.OutsideNames;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;

/**
 * Asks a DNS server beyond the gateway for names outside the group, while there is a full tunnel.
 * Its sockets are not marked, so that they go through the tunnel. Nothing is remembered.
 * Thread-safe; does not block.
 */
final class TunnelNames implements OutsideNames {
  /** Most questions under way. */
  static final int MAX_PENDING = 256;

  private static final Logger LOG = LoggerFactory.getLogger(TunnelNames.class);

  /** A resolver of this machine asks again after about 5 s. */
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  /** Longest reply by UDP to a question that names no other length (RFC 1035 4.2.1). */
  private static final int PLAIN_BYTES = 512;

  private static final int NO_EDNS = -1;

  private final AtomicInteger pending = new AtomicInteger();
  private volatile @Nullable SimpleResolver resolver;

  /** Asks {@code server} from now on; nobody if null. */
  void use(@Nullable InetAddress server) {
    SimpleResolver next = server == null ? null : new SimpleResolver(server);
    if (next != null) {
      next.setTimeout(PATIENCE);
      next.setEDNS(NO_EDNS);
    }
    resolver = next;
  }

  @Override
  public boolean ask(byte[] query, Consumer<byte[]> answer) {
    SimpleResolver asked = resolver;
    if (asked == null) {
      return false;
    }
    try {
      ask(asked, new Message(query), answer);
      return true;
    } catch (IOException e) {
      LOG.debug("a question for a name outside makes no sense: {}", e.getMessage());
      return false;
    }
  }

  private void ask(SimpleResolver asked, Message question, Consumer<byte[]> answer) {
    if (pending.incrementAndGet() > MAX_PENDING) {
      pending.decrementAndGet();
      answer.accept(failure(question));
      return;
    }
    asked
        .sendAsync(question)
        .whenComplete(
            (reply, problem) -> {
              pending.decrementAndGet();
              answer.accept(
                  reply == null ? failure(question) : reply.toWire(mostBytes(question.getOPT())));
            });
  }

  private static int mostBytes(@Nullable OPTRecord options) {
    return options == null
        ? PLAIN_BYTES
        : Math.max(PLAIN_BYTES, Math.min(DnsResponder.MAX_QUERY_BYTES, options.getPayloadSize()));
  }

  private static byte[] failure(Message question) {
    Message failure = new Message(question.getHeader().getID());
    failure.getHeader().setFlag(Flags.QR);
    failure.getHeader().setRcode(Rcode.SERVFAIL);
    failure.addRecord(question.getQuestion(), Section.QUESTION);
    return failure.toWire();
  }
}
