package net.groupvpn.portal.web;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;

/**
 * Keeps slow connections from blocking others: limits connections per address and in total, and
 * requires each to move some bytes or finish an answer between two sweeps. A limited number of
 * connections that have had an answer may wait silently for their next request until the server's
 * idle timeout, because members ask every 30 s. Thread-safe.
 */
final class ConnectionGuard implements Connection.Listener {
  /** Per address or /64 network: many people may be behind one NAT, or one proxy. */
  static final int MAX_PER_ADDRESS = 256;

  static final int MAX_CONNECTIONS = 2_048;

  /** How many may wait for their next request, so that newcomers have room. */
  static final int MAX_WAITING = MAX_CONNECTIONS / 2;

  /** Time between two sweeps. */
  static final long SWEEP_MILLIS = 10_000;

  /** Bytes that must move between two sweeps, in both directions together: 500 bytes a second. */
  static final long MIN_BYTES = 5_000;

  private final Map<SslConnection, Progress> open = new LinkedHashMap<>();
  private final Map<String, Integer> byAddress = new HashMap<>();
  private final int maxWaiting;

  ConnectionGuard() {
    this(MAX_WAITING);
  }

  /** Lets at most {@code maxWaiting} connections wait for their next request. */
  ConnectionGuard(int maxWaiting) {
    this.maxWaiting = maxWaiting;
  }

  /** A connection's state at the last sweep. */
  private record Progress(String address, long bytes, long questions, long answers) {
    static Progress first(String address) {
      return new Progress(address, 0, 0, 0);
    }

    /** Whether nothing has arrived since then, and no answer is pending. */
    boolean isSilent(Progress next) {
      return next.answers > 0 && next.questions == next.answers && next.bytes == bytes;
    }

    boolean isEnough(Progress next) {
      return next.answers > answers || next.bytes >= bytes + MIN_BYTES;
    }
  }

  @Override
  public void onOpened(Connection connection) {
    if (connection instanceof SslConnection tls && !admit(tls, network(tls.getEndPoint()))) {
      tls.getEndPoint().close();
    }
  }

  private static String network(EndPoint end) {
    return end.getRemoteSocketAddress() instanceof InetSocketAddress address
        ? CallerAddress.network(CallerAddress.plain(address.getAddress().getHostAddress()))
        : "";
  }

  private synchronized boolean admit(SslConnection connection, String address) {
    var ofAddress = byAddress.merge(address, 1, Integer::sum);
    open.put(connection, Progress.first(address));
    return open.size() <= MAX_CONNECTIONS && ofAddress <= MAX_PER_ADDRESS;
  }

  @Override
  public synchronized void onClosed(Connection connection) {
    if (connection instanceof SslConnection tls) {
      var progress = open.remove(tls);
      if (progress != null) {
        byAddress.computeIfPresent(progress.address(), (key, n) -> n == 1 ? null : n - 1);
      }
    }
  }

  /** Closes connections that have moved too little since the last sweep. */
  void sweep() {
    // Closing calls back, so it happens outside the iteration.
    for (var slow : tooSlow().keySet()) {
      slow.getEndPoint().close();
    }
  }

  private synchronized Map<SslConnection, Progress> tooSlow() {
    Map<SslConnection, Progress> slow = new LinkedHashMap<>();
    var waiting = 0;
    for (var entry : open.entrySet()) {
      var before = entry.getValue();
      var now = now(entry.getKey(), before.address());
      // A very new connection has not had its time yet: its first sweep only counts.
      if (before.bytes() > 0 && !before.isEnough(now)) {
        var mayWait = before.isSilent(now) && ++waiting <= maxWaiting;
        if (!mayWait) {
          slow.put(entry.getKey(), before);
        }
      }
      entry.setValue(now);
    }
    return slow;
  }

  private static Progress now(SslConnection connection, String address) {
    var inside = connection.getSslEndPoint().getConnection();
    return new Progress(
        address,
        Math.max(1, connection.getBytesIn() + connection.getBytesOut()),
        inside == null ? 0 : inside.getMessagesIn(),
        inside == null ? 0 : inside.getMessagesOut());
  }
}
