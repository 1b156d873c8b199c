package net.groupvpn.overlay.io.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.record.FrameHeader;

/** One TCP connection. Any thread queues frames; the port's thread does the rest. */
final class StreamConnection {
  /** Time limit for connecting. */
  static final long CONNECT_NANOS = TimeUnit.SECONDS.toNanos(5);

  /**
   * Time limit until this end has sealed a record for the other, which happens only in a session.
   */
  static final long PROVE_NANOS = TimeUnit.SECONDS.toNanos(15);

  /** Longest silence; sessions send keepalives far more often. */
  static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Endpoint peer;
  private final Origin origin;
  private final SocketChannel socket;
  private final SelectionKey key;
  private final FrameQueue queue = new FrameQueue();
  private final TlsChannel tls;
  private final AtomicBoolean isDirty = new AtomicBoolean();
  private final AtomicBoolean hasSealed = new AtomicBoolean();
  private final long openedNanos;
  private long heardNanos;
  private boolean connected;
  private boolean proved;

  /** Where connections come from, which also counts them. On the port's thread. */
  interface Origin {
    /** One that was dialled stands. */
    default void onConnected(StreamConnection connection) {}

    /** One has just proved to carry a session. */
    default void onProved() {}

    /** One is over. */
    void onEnded(StreamConnection connection, long now);
  }

  /** Of a socket that stands, or that is about to be connected. */
  StreamConnection(
      Endpoint peer,
      Origin origin,
      SocketChannel socket,
      SelectionKey key,
      SSLEngine engine,
      ByteBuffer begun,
      long nowNanos)
      throws IOException {
    this.peer = peer;
    this.origin = origin;
    this.socket = socket;
    this.key = key;
    this.tls = new TlsChannel(socket, engine, queue, begun);
    this.openedNanos = nowNanos;
    this.heardNanos = nowNanos;
    this.connected = socket.isConnected();
  }

  Endpoint peer() {
    return peer;
  }

  Origin origin() {
    return origin;
  }

  /** Queues a frame; false if there is no room. Any thread. */
  boolean offer(byte[] frame) {
    if (FrameHeader.isSealed(frame)) {
      hasSealed.set(true);
    }
    return queue.offer(frame);
  }

  /** Whether the caller must wake the port's thread; true for one caller at a time. */
  boolean markDirty() {
    return !isDirty.getAndSet(true);
  }

  /** Whether it has just proved to carry a session. */
  boolean becomesProved() {
    boolean now = !proved && hasSealed.get();
    proved |= now;
    return now;
  }

  boolean isProved() {
    return proved;
  }

  /** The TCP connection is established. */
  void finishConnect() throws IOException {
    socket.finishConnect();
    connected = true;
    write();
  }

  void read(long nowNanos, Consumer<byte[]> frames) throws IOException {
    tls.read(
        frame -> {
          heardNanos = nowNanos;
          frames.accept(frame);
        });
    write();
  }

  /** Sends what waits; asks to be called again if the socket does not accept everything. */
  void write() throws IOException {
    isDirty.set(false);
    if (connected) {
      boolean isBlocked = tls.write();
      key.interestOps(SelectionKey.OP_READ | (isBlocked ? SelectionKey.OP_WRITE : 0));
    }
  }

  boolean isOver(long nowNanos) {
    long age = nowNanos - openedNanos;
    return (!connected && age > CONNECT_NANOS)
        || (!proved && age > PROVE_NANOS)
        || nowNanos - heardNanos > IDLE_NANOS;
  }

  void close() {
    key.cancel();
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException("closing a TCP connection failed", e);
    }
  }
}
