package net.groupvpn.overlay.virtual;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import net.groupvpn.overlay.path.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * One NAT box before one host. Mappings live {@link #MAPPING_NANOS} after the last datagram sent
 * through them; older ones count as gone. Ports are assigned in sequence. Where each destination
 * has a port of its own, they are random, as with carriers and Linux's "fully random".
 */
final class NatBox {
  /** RFC 4787 demands at least two minutes; many home routers keep UDP for half a minute. */
  static final long MAPPING_NANOS = 30_000_000_000L;

  private static final int FIRST_PORT = 20_000;
  private static final int LAST_PORT = 65_535;
  private static final int LEAST_RANDOM_PORT = 1_024;
  private static final int MAX_MAPPINGS = 65_536;

  /** Beyond this many remembered destinations, old ones are forgotten. */
  private static final int MANY_DESTINATIONS = 4_096;

  /** How often another port is drawn if one is in use; after that the mapping is replaced. */
  private static final int MAX_DRAWS = 16;

  private final NatType type;
  private final InetAddress outside;
  private final Map<Flow, Mapping> byFlow = new HashMap<>();
  private final Map<Integer, Mapping> byPort = new HashMap<>();
  private final SplittableRandom random;
  private int nextPort = FIRST_PORT;

  /**
   * The key of a mapping.
   *
   * @param to null if it is for all destinations
   */
  private record Flow(Endpoint inside, @Nullable Endpoint to) {}

  /** {@code seed} determines the random ports. */
  NatBox(NatType type, InetAddress outside, long seed) {
    this.type = type;
    this.outside = outside;
    this.random = new SplittableRandom(seed);
  }

  NatType type() {
    return type;
  }

  InetAddress outside() {
    return outside;
  }

  /**
   * The source endpoint that the world sees when the host sends to {@code to}; null if nothing goes
   * out.
   */
  @Nullable Endpoint onOutbound(Endpoint inside, Endpoint to, long nowNanos) {
    if (type == NatType.UDP_BLOCKED) {
      return null;
    }
    Flow flow = new Flow(inside, type.hasPortPerDestination() ? to : null);
    Mapping mapping = byFlow.get(flow);
    if (mapping == null || mapping.isOver(nowNanos)) {
      if (byFlow.size() >= MAX_MAPPINGS) {
        byFlow.values().removeIf(old -> old.isOver(nowNanos));
      }
      mapping = open(inside, nowNanos);
      byFlow.put(flow, mapping);
    }
    mapping.onSent(to, nowNanos);
    return mapping.outside;
  }

  private Mapping open(Endpoint inside, long nowNanos) {
    Endpoint seenAs = type.translates() ? new Endpoint(outside, takePort(nowNanos)) : inside;
    Mapping mapping = new Mapping(inside, seenAs);
    byPort.put(seenAs.port(), mapping);
    return mapping;
  }

  private int takePort(long nowNanos) {
    return type.hasPortPerDestination() ? drawPort(nowNanos) : takeNextPort();
  }

  private int drawPort(long nowNanos) {
    int port = 0;
    for (int draws = 0; draws < MAX_DRAWS && (port == 0 || isUsed(port, nowNanos)); draws++) {
      port = random.nextInt(LEAST_RANDOM_PORT, LAST_PORT + 1);
    }
    return port;
  }

  private boolean isUsed(int port, long nowNanos) {
    Mapping mapping = byPort.get(port);
    return mapping != null && !mapping.isOver(nowNanos);
  }

  private int takeNextPort() {
    int port = nextPort;
    nextPort = port == LAST_PORT ? FIRST_PORT : port + 1;
    return port;
  }

  /** The inner endpoint for a datagram to {@code to}; null if it does not get through. */
  @Nullable Endpoint onInbound(Endpoint from, Endpoint to, long nowNanos) {
    Mapping mapping = byPort.get(to.port());
    return mapping != null
            && mapping.outside.equals(to)
            && mapping.isOpenFor(type.filter(), from, nowNanos)
        ? mapping.inside
        : null;
  }

  private static final class Mapping {
    private final Endpoint inside;
    private final Endpoint outside;
    private final Map<Endpoint, Long> sentNanos = new HashMap<>();
    private final Map<InetAddress, Long> sentToAddressNanos = new HashMap<>();
    private long usedNanos;

    Mapping(Endpoint inside, Endpoint outside) {
      this.inside = inside;
      this.outside = outside;
    }

    boolean isOver(long nowNanos) {
      return nowNanos - usedNanos > MAPPING_NANOS;
    }

    void onSent(Endpoint to, long nowNanos) {
      usedNanos = nowNanos;
      if (sentNanos.size() >= MANY_DESTINATIONS) {
        sentNanos.values().removeIf(sent -> !isRecent(sent, nowNanos));
        sentToAddressNanos.values().removeIf(sent -> !isRecent(sent, nowNanos));
      }
      sentNanos.put(to, nowNanos);
      sentToAddressNanos.put(to.address(), nowNanos);
    }

    boolean isOpenFor(NatType.Filter filter, Endpoint from, long nowNanos) {
      return !isOver(nowNanos)
          && switch (filter) {
            case NONE -> true;
            case ADDRESS -> isRecent(sentToAddressNanos.get(from.address()), nowNanos);
            case PORT -> isRecent(sentNanos.get(from), nowNanos);
            case ALL -> false;
          };
    }

    private static boolean isRecent(@Nullable Long sent, long nowNanos) {
      return sent != null && nowNanos - sent <= MAPPING_NANOS;
    }
  }
}
