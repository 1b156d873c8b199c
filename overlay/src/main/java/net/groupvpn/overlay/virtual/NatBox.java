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
  private final Map<Endpoint, Mapping> byDestination = new HashMap<>();
  private final Map<Integer, Mapping> byPort = new HashMap<>();
  private @Nullable Mapping shared;
  private int nextPort = FIRST_PORT;

  NatBox(NatType type, InetAddress outside) {
    this.type = type;
    this.outside = outside;
  }

  /** Who the world sees when the host sends to {@code to}; null if nothing goes out. */
  @Nullable Endpoint onOutbound(Endpoint to, long nowNanos) {
    if (type == NatType.UDP_BLOCKED) {
      return null;
    }
    Mapping mapping = type.hasPortPerDestination() ? ofDestination(to, nowNanos) : single(nowNanos);
    mapping.onSent(to, nowNanos);
    return mapping.outside;
  }

  private Mapping ofDestination(Endpoint to, long nowNanos) {
    Mapping known = byDestination.get(to);
    if (known == null || known.isOver(nowNanos)) {
      if (byDestination.size() >= MAX_MAPPINGS) {
        byDestination.values().removeIf(old -> old.isOver(nowNanos));
      }
      known = open();
      byDestination.put(to, known);
    }
    return known;
  }

  private Mapping single(long nowNanos) {
    Mapping known = shared;
    if (known == null || known.isOver(nowNanos)) {
      known = open();
      shared = known;
    }
    return known;
  }

  private Mapping open() {
    int port = nextPort;
    nextPort = port == LAST_PORT ? FIRST_PORT : port + 1;
    Mapping mapping = new Mapping(new Endpoint(outside, port));
    byPort.put(port, mapping);
    return mapping;
  }

  /** Whether a datagram that comes to {@code to} gets through to the host. */
  boolean admits(Endpoint from, Endpoint to, long nowNanos) {
    Mapping mapping = byPort.get(to.port());
    return mapping != null
        && to.address().equals(outside)
        && mapping.isOpenFor(type.filter(), from, nowNanos);
  }

  private static final class Mapping {
    private final Endpoint outside;
    private final Map<Endpoint, Long> sentNanos = new HashMap<>();
    private final Map<InetAddress, Long> sentToAddressNanos = new HashMap<>();
    private long usedNanos;

    Mapping(Endpoint outside) {
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
