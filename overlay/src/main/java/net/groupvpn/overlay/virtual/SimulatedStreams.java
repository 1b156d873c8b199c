package net.groupvpn.overlay.virtual;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import net.groupvpn.overlay.path.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * TCP connections between the hosts of a network. Hosts without a box accept them at {@link #PORT};
 * those behind a box or a firewall only make them. The first frame makes one; frames arrive in the
 * order in which they were sent, and none is lost or repeated. A frame that cannot get through ends
 * the connection; both ends are told. Queues, jitter and bandwidth are not modelled.
 */
public final class SimulatedStreams {
  /** Where hosts accept connections. */
  public static final int PORT = 443;

  /** Time for the handshakes of TCP and TLS, before the first frame leaves. */
  private static final int ROUND_TRIPS_TO_OPEN = 2;

  /** Time until a host is told that a connection cannot be made. */
  private static final long NOTICE_NANOS = 1_000_000_000L;

  private static final int FIRST_SOURCE_PORT = 32_768;
  private static final int LAST_SOURCE_PORT = 60_999;

  private final Kernel kernel;
  private final SimulatedNetwork network;
  private final Map<Dialled, Connection> dialled = new HashMap<>();
  private final Map<Endpoint, Connection> accepted = new HashMap<>();
  private int nextPort = FIRST_SOURCE_PORT;

  private record Dialled(int client, Endpoint to) {}

  /** One end: a process, and its endpoint as the other end sees it. */
  private static final class End {
    private final SimulatedHost host;
    private final int starts;
    private final Endpoint seenAs;
    private long lastNanos;

    End(SimulatedHost host, Endpoint seenAs) {
      this.host = host;
      this.starts = host.starts();
      this.seenAs = seenAs;
    }

    boolean isThere() {
      return host.isUp() && host.starts() == starts;
    }
  }

  private static final class Connection {
    private final End client;
    private final End server;
    private final long openNanos;

    Connection(End client, End server, long openNanos) {
      this.client = client;
      this.server = server;
      this.openNanos = openNanos;
    }

    boolean isBetween(SimulatedHost one, SimulatedHost other) {
      return (client.host == one && server.host == other)
          || (client.host == other && server.host == one);
    }

    End whoSendsTo(Endpoint to) {
      return to.equals(server.seenAs) ? client : server;
    }

    End otherThan(End end) {
      return end == client ? server : client;
    }
  }

  SimulatedStreams(Kernel kernel, SimulatedNetwork network) {
    this.kernel = kernel;
    this.network = network;
  }

  /** The endpoint at which the host with that number accepts connections, if it does. */
  public static Endpoint endpointOf(int number) {
    return new Endpoint(Kernel.endpointOf(number).address(), PORT);
  }

  void send(SimulatedHost from, Endpoint to, byte[] frame) {
    Connection connection = find(from, to);
    if (connection == null) {
      tell(new End(from, from.endpoint()), to, NOTICE_NANOS);
      return;
    }
    End sender = connection.whoSendsTo(to);
    End receiver = connection.otherThan(sender);
    long leaves = Math.max(kernel.nanos(), connection.openNanos);
    long arrives = leaves + network.oneWayNanos(from, receiver.host);
    receiver.lastNanos = Math.max(receiver.lastNanos, arrives);
    byte[] copy = frame.clone();
    int hops = from.hops() + 1;
    kernel.at(
        receiver.host,
        receiver.lastNanos - kernel.nanos(),
        () -> arrive(connection, receiver, copy, hops));
  }

  /** The connection, made if necessary; null if there is nobody at the other end. */
  private @Nullable Connection find(SimulatedHost from, Endpoint to) {
    Connection back = accepted.get(to);
    if (back != null) {
      return back.server.host == from && back.server.isThere() ? back : null;
    }
    Connection known = dialled.get(new Dialled(from.number(), to));
    if (known != null && !known.client.isThere()) {
      end(known);
      known = null;
    }
    return known == null ? dial(from, to) : known;
  }

  private @Nullable Connection dial(SimulatedHost from, Endpoint to) {
    SimulatedHost server = network.acceptorAt(to);
    if (server == null || !network.canTalk(from, server)) {
      return null;
    }
    Endpoint seenAs = new Endpoint(network.addressOf(from), freePort(from));
    long opening = ROUND_TRIPS_TO_OPEN * network.roundTripNanos(from, server);
    Connection made =
        new Connection(new End(from, seenAs), new End(server, to), kernel.nanos() + opening);
    dialled.put(new Dialled(from.number(), to), made);
    accepted.put(seenAs, made);
    return made;
  }

  private int freePort(SimulatedHost from) {
    int port;
    do {
      port = nextPort;
      nextPort = port == LAST_SOURCE_PORT ? FIRST_SOURCE_PORT : port + 1;
    } while (accepted.containsKey(new Endpoint(network.addressOf(from), port)));
    return port;
  }

  private void arrive(Connection connection, End receiver, byte[] frame, int hops) {
    End sender = connection.otherThan(receiver);
    if (accepted.get(connection.client.seenAs) != connection) {
      return;
    }
    if (receiver.isThere() && network.canTalk(sender.host, receiver.host)) {
      receiver.host.onStreamFrame(sender.seenAs, frame, hops);
    } else {
      end(connection);
    }
  }

  /** Ends the connections between two hosts. */
  void breakBetween(SimulatedHost one, SimulatedHost other) {
    accepted.values().stream()
        .filter(each -> each.isBetween(one, other))
        .sorted(Comparator.comparingLong(each -> each.openNanos))
        .toList()
        .forEach(this::end);
  }

  private void end(Connection connection) {
    End client = connection.client;
    End server = connection.server;
    accepted.remove(client.seenAs);
    dialled.remove(new Dialled(client.host.number(), server.seenAs));
    tell(client, server.seenAs, 0);
    tell(server, client.seenAs, 0);
  }

  private void tell(End end, Endpoint peer, long delayNanos) {
    kernel.at(
        end.host,
        delayNanos,
        () -> {
          if (end.isThere()) {
            end.host.onStreamClosed(peer);
          }
        });
  }
}
