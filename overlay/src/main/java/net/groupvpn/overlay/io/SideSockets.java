package net.groupvpn.overlay.io;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import net.groupvpn.overlay.path.Endpoint;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Further UDP sockets of a process, for the end behind a NAT that maps each destination to another
 * port: each socket adds one more port. The first socket on which its endpoint answers becomes the
 * way to that endpoint; the others are closed soon. A way without a datagram for {@value
 * #SILENT_SECONDS} s is closed, too. IPv4 only: IPv6 does not need this.
 *
 * <p>Thread-safe. A thread runs while there are sockets; it hands in what arrives.
 */
public final class SideSockets implements AutoCloseable {
  /** Most sockets at once. */
  static final int MAX_SOCKETS = 600;

  /** How long a socket waits for its first datagram. */
  static final int FIRST_SECONDS = 20;

  /** How long a way is kept without a datagram. */
  static final int SILENT_SECONDS = 90;

  private static final int MAX_DATAGRAM_BYTES = 9_216;
  private static final long SWEEP_MILLIS = 1_000;
  private static final Logger LOG = LoggerFactory.getLogger(SideSockets.class);

  /** One socket, for one endpoint. */
  private static final class Side {
    private final DatagramChannel channel;
    private final long openedNanos = System.nanoTime();
    private volatile long heardNanos;
    private volatile boolean heard;

    Side(DatagramChannel channel) {
      this.channel = channel;
    }

    boolean isOver(long now, boolean isWay) {
      long limit = TimeUnit.SECONDS.toNanos(isWay ? SILENT_SECONDS : FIRST_SECONDS);
      return now - (heard ? heardNanos : openedNanos) > limit;
    }
  }

  private final BiConsumer<Endpoint, byte[]> receiver;
  private final SocketSetup setup;
  private final Map<Endpoint, Side> ways = new ConcurrentHashMap<>();
  private final ByteBuffer buffer = ByteBuffer.allocate(MAX_DATAGRAM_BYTES);
  private @Nullable Selector selector;
  private boolean closed;

  /** {@code receiver} gets what arrives, on this object's thread; it must not block. */
  public SideSockets(BiConsumer<Endpoint, byte[]> receiver) {
    this(receiver, SocketSetup.NONE);
  }

  /** The same with sockets that are prepared first. */
  public SideSockets(BiConsumer<Endpoint, byte[]> receiver, SocketSetup setup) {
    this.receiver = receiver;
    this.setup = setup;
  }

  /** Sends each datagram from a new socket, as many as the limit still allows. */
  public synchronized void scatter(Endpoint to, List<byte[]> datagrams) {
    try {
      Selector all = open();
      for (byte[] datagram : datagrams) {
        if (closed || all.keys().size() >= MAX_SOCKETS) {
          return;
        }
        open(all, to, datagram);
      }
      all.wakeup();
    } catch (IOException e) {
      LOG.warn("no further sockets for {}: {}", to, e.getMessage());
    }
  }

  private Selector open() throws IOException {
    if (selector == null) {
      selector = Selector.open();
      Selector mine = selector;
      Thread thread = new Thread(() -> run(mine), "side sockets");
      thread.setDaemon(true);
      thread.start();
    }
    return selector;
  }

  private void open(Selector all, Endpoint to, byte[] datagram) throws IOException {
    DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
    try {
      setup.prepare(channel);
      channel.configureBlocking(false);
      // Nobody else's datagrams get in, and the kernel finds the socket faster.
      channel.connect(to.toSocketAddress());
      channel.write(ByteBuffer.wrap(datagram));
      channel.register(all, SelectionKey.OP_READ, new Side(channel));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw new IOException("cannot send to " + to + ": " + e.getMessage(), e);
    }
  }

  /** Whether any endpoint is reached through a socket of this object. */
  public boolean hasWays() {
    return !ways.isEmpty();
  }

  /** Whether {@code to} is reached through a socket of this object. */
  public boolean isWayTo(Endpoint to) {
    return ways.containsKey(to);
  }

  /**
   * Sends through the socket that is the way to {@code to}; false if there is none, or it refuses.
   */
  public boolean send(Endpoint to, byte[] bytes, int offset, int length) {
    Side side = ways.get(to);
    try {
      return side != null && side.channel.write(ByteBuffer.wrap(bytes, offset, length)) == length;
    } catch (IOException e) {
      return false;
    }
  }

  private void run(Selector mine) {
    try {
      while (mine.isOpen()) {
        mine.select(this::receive, SWEEP_MILLIS);
        if (sweep(mine)) {
          return;
        }
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("the side sockets have failed: {}", e.getMessage());
      abandon(mine);
    }
  }

  private void receive(SelectionKey key) {
    Side side = (Side) key.attachment();
    try {
      while (true) {
        buffer.clear();
        InetSocketAddress source = (InetSocketAddress) side.channel.receive(buffer);
        if (source == null) {
          return;
        }
        onReceived(side, Endpoint.of(source));
      }
    } catch (IOException e) {
      // "Port unreachable" for an earlier datagram; the socket goes on.
      LOG.debug("a side socket: {}", e.getMessage());
    }
  }

  private void onReceived(Side side, Endpoint from) {
    side.heard = true;
    side.heardNanos = System.nanoTime();
    ways.putIfAbsent(from, side);
    receiver.accept(from, Arrays.copyOf(buffer.array(), buffer.position()));
  }

  private synchronized void abandon(Selector mine) {
    ways.clear();
    selector = null;
    for (SelectionKey key : mine.keys()) {
      try {
        key.channel().close();
      } catch (IOException e) {
        LOG.debug("closing a side socket: {}", e.getMessage());
      }
    }
  }

  /** Closes expired sockets; true if none is left, and the thread ends. */
  private synchronized boolean sweep(Selector mine) throws IOException {
    long now = System.nanoTime();
    for (SelectionKey key : new ArrayList<>(mine.keys())) {
      Side side = (Side) key.attachment();
      if (closed || side.isOver(now, ways.containsValue(side))) {
        ways.values().remove(side);
        side.channel.close();
      }
    }
    mine.selectNow();
    if (!mine.keys().isEmpty()) {
      return false;
    }
    mine.close();
    selector = null;
    return true;
  }

  /** Closes all sockets soon. */
  @Override
  public synchronized void close() {
    closed = true;
    ways.clear();
    if (selector != null) {
      selector.wakeup();
    }
  }
}
