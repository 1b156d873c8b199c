package net.groupvpn.client.device;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import net.groupvpn.overlay.path.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * A UDP socket of Linux: dual stack where the system has IPv6, with UDP_SEGMENT and UDP_GRO where
 * the kernel has them. Every datagram carries DF, and the kernel's own value for a path's MTU is
 * ignored (IP_PMTUDISC_PROBE): sessions measure it themselves (RFC 8899). A peer that asked at one
 * of several addresses is answered from that one.
 */
public final class LinuxUdpPort implements BatchPort {
  private final int descriptor;
  private final int localPort;
  private final AskedAddresses asked = new AskedAddresses(System::nanoTime);
  private final DatagramReader reader;
  private final DatagramWriter writer;
  private final SendBatch single = new SendBatch(SendBatch.MAX_DATAGRAM_BYTES);
  private @Nullable Destination lastSingle;
  private final boolean gro;
  private final boolean isIpv6;
  private boolean refused;
  private boolean closed;

  private LinuxUdpPort(LinuxUdpSocket.Opened opened, boolean gso) {
    descriptor = opened.descriptor();
    localPort = opened.port();
    gro = opened.gro();
    isIpv6 = opened.isIpv6();
    reader = new DatagramReader(descriptor, opened.isIpv6(), asked);
    writer = new DatagramWriter(descriptor, opened.isIpv6(), gso, asked);
  }

  /**
   * Opens a socket on all of this machine's addresses.
   *
   * @param port 1 to 65,535, or 0 for any that is free
   * @param wanted the offloads to use where the kernel supports them
   * @throws IOException if the port is taken, or the system refuses; the message says what to do
   */
  public static LinuxUdpPort open(int port, Set<Offload> wanted) throws IOException {
    boolean wantsGro = wanted.contains(Offload.GRO);
    return new LinuxUdpPort(LinuxUdpSocket.open(port, wantsGro), wanted.contains(Offload.GSO));
  }

  /** The file descriptor, for waiting. */
  int descriptor() {
    return descriptor;
  }

  /** Marks all that it sends; before it sends anything. */
  public void mark(SocketMark mark) {
    mark.set(descriptor);
  }

  /**
   * Datagrams leave by the devices of {@code underlay} from now on, where its ways lead.
   *
   * @throws IOException if that is not possible
   */
  void leaveBy(UplinkNetworks underlay) throws IOException {
    if (!isIpv6) {
      throw new IOException(
          "this kernel has no IPv6, without which the UDP port cannot name a network card");
    }
    writer.leaveBy(underlay);
  }

  /** Datagrams leave by the kernel's choice from now on. */
  void leaveByKernel() {
    writer.leaveBy(null);
  }

  /**
   * Takes nothing that comes by the device of that number from now on.
   *
   * @throws IOException if the kernel refuses
   */
  void ignore(int deviceIndex) throws IOException {
    if (SocketFilter.attach(descriptor, SocketFilter.butFrom(deviceIndex)) != 0) {
      throw new IOException(
          "the UDP port cannot leave a network card out: "
              + LinuxCalls.describe(LinuxCalls.errno()));
    }
  }

  /** Takes what comes by any device from now on. */
  void ignoreNothing() {
    SocketFilter.detach(descriptor);
  }

  /** Waits for datagrams of this port alone. */
  public Waiter waiter() throws IOException {
    return LinuxWaiter.open(descriptor);
  }

  /** What the kernel does for this socket. */
  public Set<Offload> offloads() {
    Set<Offload> offloads = EnumSet.noneOf(Offload.class);
    if (gro) {
      offloads.add(Offload.GRO);
    }
    if (writer.usesGso()) {
      offloads.add(Offload.GSO);
    }
    return offloads;
  }

  @Override
  public int localPort() {
    return localPort;
  }

  @Override
  public int receive() throws IOException {
    return reader.receive();
  }

  @Override
  public int copyTo(int message, byte[] bytes) {
    return reader.copyTo(message, bytes);
  }

  @Override
  public int segmentBytes(int message) {
    return reader.segmentBytes(message);
  }

  @Override
  public @Nullable Endpoint source(int message) {
    return reader.source(message);
  }

  @Override
  public void send(SendBatch batch, Refusals refusals) {
    writer.send(batch, refusals);
  }

  @Override
  public boolean send(Endpoint to, byte[] bytes, int offset, int length) {
    if (length > SendBatch.MAX_DATAGRAM_BYTES) {
      return false;
    }
    synchronized (single) {
      Destination destination = lastSingle;
      if (destination == null || !destination.endpoint().equals(to)) {
        destination = new Destination(to, null);
        lastSingle = destination;
      }
      System.arraycopy(bytes, offset, single.bytes(), single.position(), length);
      single.add(destination, length);
      refused = false;
      writer.send(single, (where, datagrams, longest, tooLong) -> refused = true);
      return !refused;
    }
  }

  @Override
  public void onNetworkChanged() {
    asked.onNetworkChanged();
  }

  /** Closes it once no thread receives. Closing twice does nothing. */
  @Override
  public void close() {
    synchronized (single) {
      if (!closed) {
        closed = true;
        writer.close();
        LinuxCalls.close(descriptor);
      }
    }
  }
}
