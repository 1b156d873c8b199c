package net.groupvpn.client.device;

import java.net.InetAddress;
import java.net.UnknownHostException;
import net.groupvpn.client.device.BatchPort.Refusals;
import net.groupvpn.overlay.path.Endpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends datagrams as frames, a run in one frame. If a kernel cannot cut those, each datagram is a
 * frame from then on. Thread-safe.
 */
final class FrameSender {
  private static final Logger LOG = LoggerFactory.getLogger(FrameSender.class);

  private final PacketSocket socket;
  private final int port;
  private final AskedAddresses asked;
  private final byte[] frame = new byte[PacketSocket.MAX_FRAME_BYTES];
  private boolean cuts = true;

  /** {@code asked} supplies the source address for each peer. */
  FrameSender(PacketSocket socket, int port, AskedAddresses asked) {
    this.socket = socket;
    this.port = port;
    this.asked = asked;
  }

  /** Sends one datagram; false if it was refused. */
  synchronized boolean send(
      FrameWays ways, LanWay way, Endpoint to, byte[] bytes, int offset, int length) {
    long next = ways.gatewayMac(to.address());
    return next != FrameWays.UNKNOWN
        && OwnFrame.headerBytes(to.address()) + length <= way.mtuBytes()
        && write(ends(ways, way, to, next), bytes, offset, length, length) == 0;
  }

  /** Sends a run. */
  synchronized void send(FrameWays ways, LanWay way, SendBatch batch, int run, Refusals refusals) {
    Destination to = batch.destination(run);
    Endpoint endpoint = to.endpoint();
    int segment = batch.segmentBytes(run);
    int count = batch.count(run);
    long next = ways.gatewayMac(endpoint.address());
    boolean isTooLong = OwnFrame.headerBytes(endpoint.address()) + segment > way.mtuBytes();
    if (isTooLong || next == FrameWays.UNKNOWN) {
      refusals.onRefused(to, count, segment, isTooLong);
      return;
    }
    OwnFrame.Ends ends = ends(ways, way, endpoint, next);
    if (cuts || count == 1) {
      int errno = write(ends, batch.bytes(), batch.start(run), batch.length(run), segment);
      boolean cannotCut = count > 1 && (errno == LinuxCalls.EINVAL || errno == LinuxCalls.EIO);
      if (!cannotCut) {
        if (errno != 0) {
          refusals.onRefused(to, count, segment, errno == LinuxCalls.EMSGSIZE);
        }
        return;
      }
      cuts = false;
      LOG.info("frames of several datagrams do not work here ({})", LinuxCalls.describe(errno));
    }
    sendSingly(ends, batch, run, refusals);
  }

  private void sendSingly(OwnFrame.Ends ends, SendBatch batch, int run, Refusals refusals) {
    int end = batch.start(run) + batch.length(run);
    for (int at = batch.start(run); at < end; at += batch.segmentBytes(run)) {
      int length = Math.min(batch.segmentBytes(run), end - at);
      int errno = write(ends, batch.bytes(), at, length, length);
      if (errno != 0) {
        refusals.onRefused(batch.destination(run), 1, length, errno == LinuxCalls.EMSGSIZE);
      }
    }
  }

  private int write(OwnFrame.Ends ends, byte[] bytes, int offset, int length, int segment) {
    return socket.send(frame, OwnFrame.write(frame, ends, bytes, offset, length, segment));
  }

  private OwnFrame.Ends ends(FrameWays ways, LanWay way, Endpoint to, long next) {
    byte[] chosen = asked.toSendFrom(to);
    InetAddress source = chosen == null ? way.source() : address(chosen);
    return new OwnFrame.Ends(ways.ownMac(), next, source, port, to);
  }

  /** A mapped address becomes an IPv4 address. */
  private static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("16 bytes are always an address", e);
    }
  }
}
