package net.groupvpn.client.device;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Of Linux: IPV6_PKTINFO or frames for the UDP port, SO_BINDTODEVICE for all other sockets. Before
 * the port is open there is nothing to send, and it is asked again.
 */
public final class LinuxBypass implements Bypass {
  private final SocketMark sockets;
  private @Nullable LinuxUdpPort port;
  private @Nullable FramingPort framing;
  private String noFrames = "the UDP port is not open yet";

  /** {@code sockets} prepares all sockets but the UDP port. */
  public LinuxBypass(SocketMark sockets) {
    this.sockets = sockets;
  }

  /** The UDP port is open; answers the one to be used instead. */
  public synchronized BatchPort connect(LinuxUdpPort opened) {
    port = opened;
    try {
      FramingPort made = FramingPort.over(opened);
      framing = made;
      return made;
    } catch (IOException e) {
      noFrames = String.valueOf(e.getMessage());
      return opened;
    }
  }

  /** What else to wait for on behalf of the port; {@link LinuxWaiter#NONE} for nothing. */
  synchronized int descriptor() {
    return framing == null ? LinuxWaiter.NONE : framing.descriptor();
  }

  @Override
  public synchronized void byDevice(UplinkNetworks underlay) throws IOException {
    if (framing != null) {
      framing.unframe();
    }
    if (port != null) {
      port.leaveBy(underlay);
    }
    bindSockets(underlay);
  }

  private void bindSockets(UplinkNetworks underlay) {
    LanWay way = FrameWays.way(underlay);
    sockets.bindTo(way == null ? null : way.device());
  }

  @Override
  public synchronized void byFrames(FrameWays ways) throws IOException {
    if (framing == null) {
      throw new IOException(noFrames);
    }
    framing.frame(ways);
    bindSockets(ways.underlay());
  }

  @Override
  public synchronized long droppedFrames() {
    return framing == null ? 0 : framing.droppedFrames();
  }

  @Override
  public synchronized void end() {
    sockets.bindTo(null);
    if (framing != null) {
      framing.unframe();
    }
    if (port != null) {
      port.leaveByKernel();
    }
  }
}
