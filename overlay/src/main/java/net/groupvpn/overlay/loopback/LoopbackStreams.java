package net.groupvpn.overlay.loopback;

import java.util.HashMap;
import java.util.Map;
import net.groupvpn.overlay.path.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * TCP connections between the hosts of a {@link LoopbackNetwork}: every host listens, unless it is
 * behind a filter, and whoever has connected can be answered.
 */
public final class LoopbackStreams {
  private static final int PORT = 443;

  private static final int FIRST_SOURCE_PORT = 20_000;

  private final Map<Endpoint, LoopbackHost> listening = new HashMap<>();
  private final Map<Endpoint, LoopbackHost> connected = new HashMap<>();
  private final Map<Pair, Endpoint> sources = new HashMap<>();
  private int nextPort = FIRST_SOURCE_PORT;

  private record Pair(int client, int server) {}

  /**
   * Where a frame goes.
   *
   * @param source the sender's end of the connection
   */
  record Way(LoopbackHost target, Endpoint source) {}

  /** Where a host listens. */
  public static Endpoint endpointOf(int number) {
    return new Endpoint(LoopbackNetwork.endpointOf(number).address(), PORT);
  }

  void add(LoopbackHost host) {
    listening.put(endpointOf(host.number()), host);
  }

  /**
   * The connection to {@code to}, made if need be; null if nobody listens or has come from there.
   */
  @Nullable Way find(LoopbackHost from, Endpoint to) {
    LoopbackHost listener = listening.get(to);
    if (listener == null) {
      LoopbackHost client = connected.get(to);
      return client == null ? null : new Way(client, endpointOf(from.number()));
    }
    if (listener.isFiltered()) {
      return null;
    }
    return new Way(listener, source(from, listener));
  }

  /** Each connection comes from a port of its own. */
  private Endpoint source(LoopbackHost client, LoopbackHost server) {
    return sources.computeIfAbsent(
        new Pair(client.number(), server.number()),
        pair -> {
          Endpoint source = new Endpoint(client.endpoint().address(), nextPort++);
          connected.put(source, client);
          return source;
        });
  }

  /** Ends a connection; answers where it came from. */
  Endpoint close(LoopbackHost client, LoopbackHost server) {
    Endpoint source = sources.remove(new Pair(client.number(), server.number()));
    if (source == null) {
      throw new IllegalArgumentException(
          "host " + client.number() + " has no connection to host " + server.number());
    }
    connected.remove(source);
    return source;
  }
}
