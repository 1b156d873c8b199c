package net.groupvpn.overlay.io.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;

/**
 * TLS on a non-blocking socket. Bytes in: socket, {@link #netIn}, unwrap, {@link #appIn}, the
 * reader. Bytes out: the queue, {@link #appOut}, wrap, {@link #netOut}, socket. One thread.
 */
final class TlsChannel {
  static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SocketChannel socket;
  private final SSLEngine engine;
  private final FrameQueue queue;
  private final FrameReader reader = new FrameReader();
  private final ByteBuffer netIn;
  private final ByteBuffer netOut;
  private final ByteBuffer appIn;
  private final ByteBuffer appOut;

  /**
   * Starts the handshake.
   *
   * @param begun what was already read from the socket
   */
  TlsChannel(SocketChannel socket, SSLEngine engine, FrameQueue queue, ByteBuffer begun)
      throws IOException {
    this.socket = socket;
    this.engine = engine;
    this.queue = queue;
    int net = engine.getSession().getPacketBufferSize();
    int app = engine.getSession().getApplicationBufferSize();
    netIn = ByteBuffer.allocate(net).put(begun);
    netOut = ByteBuffer.allocate(net).flip();
    appIn = ByteBuffer.allocate(app);
    appOut = ByteBuffer.allocate(app).flip();
    engine.beginHandshake();
  }

  /**
   * Reads what has arrived.
   *
   * @throws IOException if the connection is over or violates the protocol
   */
  void read(Consumer<byte[]> frames) throws IOException {
    int count = socket.read(netIn);
    netIn.flip();
    boolean isBlocked = false;
    while (!isBlocked && unwrap(frames)) {
      isBlocked = write();
    }
    netIn.compact();
    if (count < 0) {
      throw new IOException("closed by the other end");
    }
  }

  /** False when nothing was consumed: more bytes must arrive first, or some be written. */
  private boolean unwrap(Consumer<byte[]> frames) throws IOException {
    SSLEngineResult result = engine.unwrap(netIn, appIn);
    if (result.getStatus() == Status.CLOSED) {
      throw new IOException("closed by the other end");
    }
    appIn.flip();
    boolean good = reader.read(appIn, frames);
    appIn.clear();
    if (!good) {
      throw new IOException("a frame of a wrong length");
    }
    runTasks();
    return result.getStatus() == Status.OK && result.bytesConsumed() > 0;
  }

  private void runTasks() {
    while (engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
      engine.getDelegatedTask().run();
    }
  }

  /**
   * Writes what waits, as far as the socket accepts it.
   *
   * @return whether something is left that the socket did not accept
   */
  boolean write() throws IOException {
    while (flush()) {
      runTasks();
      HandshakeStatus status = engine.getHandshakeStatus();
      if (status == HandshakeStatus.NEED_WRAP) {
        wrap(NOTHING);
      } else if (status != HandshakeStatus.NOT_HANDSHAKING || !fill()) {
        return false;
      } else {
        wrap(appOut);
      }
    }
    return true;
  }

  /** Whether the socket accepted everything. */
  private boolean flush() throws IOException {
    if (netOut.hasRemaining()) {
      socket.write(netOut);
    }
    return !netOut.hasRemaining();
  }

  private boolean fill() {
    if (!appOut.hasRemaining()) {
      appOut.clear();
      queue.drainTo(appOut);
      appOut.flip();
    }
    return appOut.hasRemaining();
  }

  private void wrap(ByteBuffer from) throws IOException {
    netOut.clear();
    try {
      SSLEngineResult result = engine.wrap(from, netOut);
      if (result.getStatus() != Status.OK) {
        throw new IOException("TLS has ended: " + result.getStatus());
      }
    } finally {
      netOut.flip();
    }
  }
}
