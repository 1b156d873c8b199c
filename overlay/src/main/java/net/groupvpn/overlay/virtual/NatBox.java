package net.groupvpn.overlay.virtual;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import net.groupvpn.overlay.path.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * One NAT box before one host. Mappings live {@link #MAPPING_NANOS} from the last datagram sent
 * through them; what is older counts as gone. Ports are given out one after the other.
 */
final class NatBox {
  /** RFC 4787 asks for at least two minutes; many home routers keep UDP for half a minute. */
  static final long MAPPING_NANOS = 30_000_000_000L;

  private static final int FIRST_PORT = 20_000;
  private static final int LAST_PORT = 65_535;
  private static final int MAX_MAPPINGS = 65_536;

  private final NatType type;
  private final InetAddress outside;
  private final Map<Flow, Mapping> byFlow = new HashMap<>();
  private final Map<Integer, Mapping> byPort = new HashMap<>();
  private int nextPort = FIRST_PORT;

  /**
   * What a mapping is for.
   *
   * @param to null if it is for all destinations
   */
  private record Flow(Endpoint inside, @Nullable Endpoint to) {}

  NatBox(NatType type, InetAddress outside) {
    this.type = type;
    this.outside = outside;
  }

  NatType type() {
    return type;
  }

  InetAddress outside() {
    return outside;
  }

  /** Who the world sees when the host sends to {@code to}; null if nothing goes out. */
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
      mapping = open(inside);
      byFlow.put(flow, mapping);
    }
    mapping.onSent(to, nowNanos);
    return mapping.outside;
  }

  private Mapping open(Endpoint inside) {
    Endpoint seenAs = type.translates() ? new Endpoint(outside, takePort()) : inside;
    Mapping mapping = new Mapping(inside, seenAs);
    byPort.put(seenAs.port(), mapping);
    return mapping;
  }

  private int takePort() {
    int port = nextPort;
    nextPort = port == LAST_PORT ? FIRST_PORT : port + 1;
    return port;
  }

  /** Where inside a datagram arrives that comes to {@code to}; null if it does not get through. */
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
