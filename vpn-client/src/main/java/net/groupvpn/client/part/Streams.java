package net.groupvpn.client.part;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Map;
import net.groupvpn.client.dataplane.DataPlane;
import net.groupvpn.overlay.io.NodeLoop;
import net.groupvpn.overlay.io.SocketSetup;
import net.groupvpn.overlay.io.stream.StreamPort;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.record.FrameHeader;

/**
 * Between TCP connections and their two users: DATA records go straight to the data plane,
 * everything else to the engine.
 */
final class Streams implements StreamPort.Listener, AutoCloseable {
  private final NodeLoop loop;
  private final DataPlane dataPlane;
  private final SocketSetup sockets;
  private final StreamPort port;

  /**
   * Opens the port; {@link #start} begins to receive.
   *
   * @param sockets what is done to each socket first
   * @param tcpPort where to accept connections; without accepting any if it cannot be had
   */
  Streams(int tcpPort, NodeLoop loop, DataPlane dataPlane, SocketSetup sockets) throws IOException {
    this.sockets = sockets;
    this.loop = loop;
    this.dataPlane = dataPlane;
    this.port = StreamPort.openIfPossible(tcpPort, new SecureRandom(), this);
  }

  void start() {
    port.start();
  }

  /** The TCP port that accepts connections, or {@link StreamPort#NO_PORT}. */
  int localPort() {
    return port.localPort();
  }

  /** Sends a frame; false if it was dropped. Any thread. */
  boolean send(Endpoint to, byte[] frame) {
    return port.send(to, frame);
  }

  Map<String, Long> counters() {
    return port.counters();
  }

  @Override
  public void onFrame(Endpoint from, byte[] frame) {
    if (FrameHeader.isData(frame, 0, frame.length)) {
      dataPlane.deliverOverlay(frame);
    } else {
      loop.offerStream(from, frame);
    }
  }

  @Override
  public SocketSetup sockets() {
    return sockets;
  }

  @Override
  public void onClosed(Endpoint peer) {
    loop.offerStreamClosed(peer);
  }

  @Override
  public void close() throws InterruptedException {
    port.close();
  }
}
