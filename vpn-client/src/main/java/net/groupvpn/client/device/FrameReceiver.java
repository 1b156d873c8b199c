package net.groupvpn.client.device;

import net.groupvpn.overlay.path.Endpoint;
import org.jspecify.annotations.Nullable;

/** The datagrams in a packet socket's frames. Belongs to one thread, but for what it learns. */
final class FrameReceiver {
  private final PacketSocket socket;
  private final AskedAddresses asked;
  private final byte[][] bytes = new byte[PacketSocket.MESSAGES][];
  private final @Nullable UdpFrame[] frames = new UdpFrame[PacketSocket.MESSAGES];

  /** {@code asked} learns at which addresses this machine was reached. */
  FrameReceiver(PacketSocket socket, AskedAddresses asked) {
    this.socket = socket;
    this.asked = asked;
  }

  /** Takes what has come; returns how many messages there are now. */
  int receive() {
    int found = 0;
    int count = socket.receive();
    for (int i = 0; i < count; i++) {
      byte[] memory = bytes[found];
      if (memory == null) {
        memory = new byte[PacketSocket.MAX_FRAME_BYTES];
        bytes[found] = memory;
      }
      UdpFrame frame = UdpFrame.parse(memory, socket.copyTo(i, memory));
      if (frame != null) {
        frames[found++] = frame;
      }
    }
    return found;
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
