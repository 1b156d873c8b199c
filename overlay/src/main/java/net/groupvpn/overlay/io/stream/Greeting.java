package net.groupvpn.overlay.io.stream;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/** A connection that is not yet known to be a stream or something else. One thread. */
final class Greeting {
  /** Time limit for the first message. */
  static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final InetSocketAddress from;
  private final SocketChannel socket;
  private final long openedNanos;
  private final ByteBuffer bytes = ByteBuffer.allocate(ClientHello.MAX_BYTES);

  Greeting(InetSocketAddress from, SocketChannel socket, long openedNanos) {
    this.from = from;
    this.socket = socket;
    this.openedNanos = openedNanos;
  }

  InetSocketAddress from() {
    return from;
  }

  SocketChannel socket() {
    return socket;
  }

  /** Reads what has arrived, and tells what is known now. */
  ClientHello.Kind read() throws IOException {
    if (socket.read(bytes) < 0) {
      throw new IOException("closed before its first message");
    }
    return ClientHello.kind(begun());
  }

  /** What the client has sent so far. */
  ByteBuffer begun() {
    return bytes.duplicate().flip();
  }

  boolean isOver(long nowNanos) {
    return nowNanos - openedNanos > MAX_NANOS;
  }
}
