package net.groupvpn.client.device;

import java.io.IOException;
import net.groupvpn.overlay.path.Endpoint;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A UDP port that can send and receive its datagrams as Ethernet frames, past the kernel's routes.
 * While it does, the kernel's socket holds the port, so that nobody is answered "port unreachable",
 * and takes what comes by other network cards; what the kernel's routes reach beside the tunnel,
 * such as the LAN, goes by it, too. Otherwise it costs one check.
 */
public final class FramingPort implements BatchPort {
  private static final Logger LOG = LoggerFactory.getLogger(FramingPort.class);

  private final LinuxUdpPort main;
  private final PacketSocket socket;
  private final AskedAddresses asked = new AskedAddresses(System::nanoTime);
  private final FrameReceiver receiver;
  private final FrameSender sender;
  private final SendBatch rest = new SendBatch(SendBatch.CAPACITY_BYTES);
  private final WayCache cache = new WayCache();
  private volatile @Nullable FrameWays ways;

  /** Whether frames may be left that came before {@link #unframe}. */
  private volatile boolean mayHoldFrames;

  private int device;
  private int fromFrames;

  private FramingPort(LinuxUdpPort main, PacketSocket socket) {
    this.main = main;
    this.socket = socket;
    this.receiver = new FrameReceiver(socket, asked);
    this.sender = new FrameSender(socket, main.localPort(), asked);
  }

  /**
   * Over a port of the kernel, which it closes; sends no frames yet.
   *
   * @throws IOException if frames are not permitted; the message says what to do
   */
  public static FramingPort over(LinuxUdpPort main) throws IOException {
    return new FramingPort(main, PacketSocket.open(main.localPort()));
  }

  /** The file descriptor of the frames, for waiting. */
  int descriptor() {
    return socket.descriptor();
  }

  /** Datagrams go as frames from now on, by the one network card that is the way by IPv4. */
  synchronized void frame(FrameWays wanted) throws IOException {
    LanWay way = FrameWays.way(wanted.underlay());
    int index = way == null ? 0 : way.index();
    if (index != device) {
      unframe();
      if (way != null) {
        socket.listen(index);
        main.ignore(index);
      }
      device = index;
    }
    receiver.own(wanted.own());
    ways = wanted;
  }

  /** Datagrams go by the kernel's routes from now on. */
  synchronized void unframe() {
    ways = null;
    if (device != 0) {
      main.ignoreNothing();
      try {
        socket.stop(device);
      } catch (IOException e) {
        LOG.debug("the network card is gone, and so are its frames: {}", e.getMessage());
      }
      device = 0;
      mayHoldFrames = true;
    }
  }

  /** How many frames were malformed, or for somebody else. */
  long droppedFrames() {
    return receiver.dropped();
  }

  @Override
  public int localPort() {
    return main.localPort();
  }

  @Override
  public int receive() throws IOException {
    fromFrames = 0;
    if (ways != null) {
      fromFrames = receiver.receive();
    } else if (mayHoldFrames) {
      // In this order: what another unframe leaves in between is seen the next time.
      mayHoldFrames = false;
      fromFrames = receiver.receive();
      if (receiver.wasAny()) {
        mayHoldFrames = true;
      }
    }
    return fromFrames + main.receive();
  }

  @Override
  public int copyTo(int message, byte[] bytes) {
    return message < fromFrames
        ? receiver.copyTo(message, bytes)
        : main.copyTo(message - fromFrames, bytes);
  }

  @Override
  public int segmentBytes(int message) {
    return message < fromFrames
        ? receiver.segmentBytes(message)
        : main.segmentBytes(message - fromFrames);
  }

  @Override
  public @Nullable Endpoint source(int message) {
    return message < fromFrames ? receiver.source(message) : main.source(message - fromFrames);
  }

  @Override
  public boolean send(Endpoint to, byte[] bytes, int offset, int length) {
    FrameWays now = ways;
    LanWay way = now == null ? null : now.underlay().wayTo(to.address());
    return (now == null || way == null)
        ? main.send(to, bytes, offset, length)
        : sender.send(now, way, to, bytes, offset, length);
  }

  @Override
  public void send(SendBatch batch, Refusals refusals) {
    FrameWays now = ways;
    if (now == null) {
      main.send(batch, refusals);
    } else {
      divide(now, batch, refusals);
    }
  }

  private void divide(FrameWays now, SendBatch batch, Refusals refusals) {
    synchronized (rest) {
      for (int run = 0; run < batch.runs(); run++) {
        LanWay way = cache.find(now.underlay(), batch.destination(run).endpoint().address());
        if (way != null) {
          sender.send(now, way, batch, run, refusals);
        } else {
          keep(batch, run);
        }
      }
      batch.clear();
      main.send(rest, refusals);
    }
  }

  private void keep(SendBatch batch, int run) {
    int end = batch.start(run) + batch.length(run);
    for (int at = batch.start(run); at < end; at += batch.segmentBytes(run)) {
      int length = Math.min(batch.segmentBytes(run), end - at);
      System.arraycopy(batch.bytes(), at, rest.bytes(), rest.position(), length);
      rest.add(batch.destination(run), length);
    }
  }

  @Override
  public void onNetworkChanged() {
    asked.onNetworkChanged();
    main.onNetworkChanged();
  }

  @Override
  public void close() {
    unframe();
    socket.close();
    main.close();
  }
}
