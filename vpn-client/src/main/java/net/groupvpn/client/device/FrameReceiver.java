package net.groupvpn.client.device;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Set;
import net.groupvpn.overlay.path.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * The datagrams in a packet socket's frames. A frame for an address that the network card has not
 * is none for this machine, whoever has sent it here: it is dropped and counted, as the kernel
 * would do. Belongs to one thread, but for {@link #own} and {@link #dropped}.
 */
final class FrameReceiver {
  private static final int IPV6_BYTES = 16;
  private static final int IPV4_AT = 12;

  private final Frames socket;
  private final AskedAddresses asked;
  private final byte[][] bytes = new byte[PacketSocket.MESSAGES][];
  private final @Nullable UdpFrame[] frames = new UdpFrame[PacketSocket.MESSAGES];
  private volatile byte[][] own = new byte[0][];
  private volatile long dropped;
  private boolean wasAny;

  /** Where frames come from. For one thread. */
  interface Frames {
    /** How many have come, 0 if none. */
    int receive();

    /** Copies a frame of the last {@link #receive}; returns its length. */
    int copyTo(int message, byte[] bytes);
  }

  /** {@code asked} learns at which addresses this machine was reached. */
  FrameReceiver(Frames socket, AskedAddresses asked) {
    this.socket = socket;
    this.asked = asked;
  }

  /** The card has these addresses from now on. Any thread. */
  void own(Set<InetAddress> addresses) {
    own = addresses.stream().map(FrameReceiver::mapped).toArray(byte[][]::new);
  }

  private static byte[] mapped(InetAddress address) {
    byte[] raw = address.getAddress();
    if (raw.length == IPV6_BYTES) {
      return raw;
    }
    byte[] mapped = new byte[IPV6_BYTES];
    Arrays.fill(mapped, IPV4_AT - 2, IPV4_AT, (byte) 0xff);
    System.arraycopy(raw, 0, mapped, IPV4_AT, raw.length);
    return mapped;
  }

  /** Takes what has come; returns how many messages there are now. */
  int receive() {
    int found = 0;
    int count = socket.receive();
    wasAny = count > 0;
    for (int i = 0; i < count; i++) {
      byte[] memory = bytes[found];
      if (memory == null) {
        memory = new byte[PacketSocket.MAX_FRAME_BYTES];
        bytes[found] = memory;
      }
      UdpFrame frame = UdpFrame.parse(memory, socket.copyTo(i, memory));
      if (frame != null && isOwn(frame.asked())) {
        frames[found++] = frame;
      }
    }
    if (found < count) {
      dropped = dropped + count - found;
    }
    return found;
  }

  /** Whether the last {@link #receive} took any frame, one for this machine or not. */
  boolean wasAny() {
    return wasAny;
  }

  /** How many frames were malformed, or for somebody else. Any thread. */
  long dropped() {
    return dropped;
  }

  private boolean isOwn(byte[] address) {
    for (byte[] each : own) {
      if (Arrays.equals(each, address)) {
        return true;
      }
    }
    return false;
  }

  private UdpFrame at(int message) {
    UdpFrame frame = frames[message];
    if (frame == null) {
      throw new IllegalArgumentException("there is no message " + message);
    }
    return frame;
  }

  int copyTo(int message, byte[] to) {
    UdpFrame frame = at(message);
    System.arraycopy(bytes[message], frame.payloadAt(), to, 0, frame.payloadBytes());
    return frame.payloadBytes();
  }

  int segmentBytes(int message) {
    return at(message).segmentBytes();
  }

  @Nullable Endpoint source(int message) {
    UdpFrame frame = at(message);
    if (frame.from() != null) {
      asked.onReceived(frame.from(), frame.asked());
    }
    return frame.from();
  }
}
