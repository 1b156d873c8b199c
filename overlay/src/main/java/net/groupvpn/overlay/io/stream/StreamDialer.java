package net.groupvpn.overlay.io.stream;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.io.SocketSetup;
import net.groupvpn.overlay.path.Endpoint;
import org.jspecify.annotations.Nullable;

/** Makes connections for waiting frames. Any thread requests one; the port's thread makes it. */
final class StreamDialer implements StreamConnection.Origin {
  private static final int MAX_WAITING = 256;

  private final SocketSetup setup;
  private final StreamTable table;
  private final StreamTls tls;
  private final StreamCounters counters;
  private final DialPauses pauses = new DialPauses();
  private final Queue<Dial> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private int dialled;

  /** An endpoint to dial, with the first frame for it. */
  private record Dial(Endpoint to, byte[] frame) {}

  StreamDialer(StreamTable table, StreamTls tls, StreamCounters counters, SocketSetup setup) {
    this.setup = setup;
    this.table = table;
    this.tls = tls;
    this.counters = counters;
  }

  /** Requests a connection that starts with this frame; false if too many wait. Any thread. */
  boolean offer(Endpoint to, byte[] frame) {
    return waiting.offer(new Dial(to, frame));
  }

  /** Makes the requested connections, unless they exist by now. */
  void dialWaiting(long now) {
    for (Dial dial = waiting.poll(); dial != null; dial = waiting.poll()) {
      StreamConnection known = table.find(dial.to());
      StreamConnection connection = known == null ? dial(dial.to(), now) : known;
      if (connection != null && !table.queue(connection, dial.frame())) {
        counters.increment(OverlayCounter.DROPPED_STREAM_OVERLOAD);
      }
    }
  }

  private @Nullable StreamConnection dial(Endpoint to, long now) {
    if (pauses.isPaused(to, now)) {
      counters.increment(OverlayCounter.DROPPED_STREAM_PAUSED);
      return null;
    }
    if (dialled >= StreamLimits.MAX_DIALLED) {
      counters.increment(OverlayCounter.DROPPED_STREAM_LIMIT);
      return null;
    }
    SocketChannel socket = null;
    try {
      socket = SocketChannel.open();
      setup.prepare(socket);
      StreamConnection connection =
          table.add(to, this, socket, tls.engine(true), TlsChannel.NOTHING, now);
      dialled++;
      if (socket.connect(to.toSocketAddress())) {
        connection.finishConnect();
      }
      return connection;
    } catch (IOException | UnresolvedAddressException | UnsupportedAddressTypeException e) {
      StreamConnection made = table.find(to);
      if (made == null) {
        QuietClose.of(socket);
      } else {
        table.end(made, e, now);
      }
      return null;
    }
  }

  @Override
  public void onConnected(StreamConnection connection) {
    pauses.onReached(connection.peer());
    counters.increment(OverlayCounter.STREAM_DIALLED);
  }

  @Override
  public void onEnded(StreamConnection connection, long now) {
    dialled--;
    if (!connection.isProved()) {
      pauses.onFailed(connection.peer(), now);
    }
  }
}
