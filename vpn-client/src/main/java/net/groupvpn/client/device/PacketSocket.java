package net.groupvpn.client.device;

import java.io.IOException;
import java.lang.ref.Reference;

/**
 * Ethernet frames of one network card (packet(7)), each after a {@link VirtioHeader}, so that the
 * kernel cuts, joins and sums up for us. Takes UDP datagrams to one port alone, and nothing before
 * {@link #listen}. One thread receives; any thread may do the rest.
 */
final class PacketSocket implements FrameReceiver.Frames {
  /** Longest frame with its header. */
  static final int MAX_FRAME_BYTES = 65_536 + OwnFrame.MAX_HEADERS_BYTES;

  /** Frames per call. */
  static final int MESSAGES = 16;

  private static final int AF_PACKET = 17;
  private static final int SOCK_RAW = 3;
  private static final int SOCK_NONBLOCK = 0x800;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int SOL_PACKET = 263;
  private static final int PACKET_VNET_HDR = 15;
  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVBUFFORCE = 33;
  private static final int RECEIVE_BUFFER_BYTES = 2 << 20;
  private static final int MSG_DONTWAIT = 0x40;

  /** struct sockaddr_ll: family, protocol, device, and what is not used here. */
  private static final int ADDRESS_BYTES = 20;

  private static final int PROTOCOL_AT = 2;
  private static final int DEVICE_AT = 4;

  /** All protocols, and one for experiments, which nobody sends. */
  private static final int EVERYTHING = 0x0003;

  private static final int NOTHING = 0x88b5;

  private final int descriptor;
  private final MessageVector messages = new MessageVector(MESSAGES);
  private final NativeBuffer memory = new NativeBuffer(MESSAGES * MAX_FRAME_BYTES);
  private final NativeBuffer toWrite = new NativeBuffer(MAX_FRAME_BYTES);
  private int used = MESSAGES;
  private boolean closed;

  private PacketSocket(int descriptor) {
    this.descriptor = descriptor;
    for (int i = 0; i < MESSAGES; i++) {
      messages.point(i, memory.addressOf(i * MAX_FRAME_BYTES), MAX_FRAME_BYTES);
    }
  }

  /**
   * Opens one that takes nothing yet.
   *
   * @throws IOException if that is not permitted; the message says what to do
   */
  static PacketSocket open(int port) throws IOException {
    int descriptor = LinuxCalls.socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0) {
      throw new IOException(
          "cannot make a packet socket: " + lastError() + ". Run as root or give CAP_NET_RAW");
    }
    NativeBuffer on = new NativeBuffer(Integer.BYTES);
    on.bytes().putInt(0, 1);
    NativeBuffer size = new NativeBuffer(Integer.BYTES);
    size.bytes().putInt(0, RECEIVE_BUFFER_BYTES);
    size.setOption(descriptor, SOL_SOCKET, SO_RCVBUFFORCE);
    if (on.setOption(descriptor, SOL_PACKET, PACKET_VNET_HDR) != 0
        || SocketFilter.attach(descriptor, SocketFilter.ofPort(port)) != 0) {
      String error = lastError();
      LinuxCalls.close(descriptor);
      throw new IOException("cannot set a packet socket up: " + error);
    }
    return new PacketSocket(descriptor);
  }

  /** The file descriptor, for waiting. */
  int descriptor() {
    return descriptor;
  }

  /**
   * Sends to, and takes frames from, this network card alone from now on.
   *
   * @throws IOException if there is none of that number
   */
  void listen(int deviceIndex) throws IOException {
    bind(EVERYTHING, deviceIndex);
  }

  /** Takes nothing any more; what has come already is still there. */
  void stop(int deviceIndex) throws IOException {
    bind(NOTHING, deviceIndex);
  }

  private void bind(int protocol, int deviceIndex) throws IOException {
    NativeBuffer address = new NativeBuffer(ADDRESS_BYTES);
    address.bytes().putShort(0, (short) AF_PACKET).putInt(DEVICE_AT, deviceIndex);
    address.bytes().put(PROTOCOL_AT, (byte) (protocol >>> Byte.SIZE));
    address.bytes().put(PROTOCOL_AT + 1, (byte) protocol);
    if (address.bind(descriptor, ADDRESS_BYTES) != 0) {
      throw new IOException("cannot use network card " + deviceIndex + ": " + lastError());
    }
  }

  /** How many frames have come, 0 if none; a card that goes down is none that is broken. */
  @Override
  public int receive() {
    for (int i = 0; i < used; i++) {
      messages.expect(i);
    }
    try {
      int count = LinuxCalls.recvmmsg(descriptor, messages.addressOf(0), MESSAGES, MSG_DONTWAIT, 0);
      used = Math.max(0, count);
    } finally {
      Reference.reachabilityFence(this);
    }
    return used;
  }

  /** Copies a frame of the last {@link #receive}; returns its length. */
  @Override
  public int copyTo(int message, byte[] bytes) {
    int length = messages.received(message);
    memory.copyOut(message * MAX_FRAME_BYTES, bytes, length);
    return length;
  }

  /** Sends one; 0, or the number of the error. */
  synchronized int send(byte[] frame, int length) {
    if (closed) {
      return LinuxCalls.EIO;
    }
    toWrite.copyIn(frame, 0, length);
    return toWrite.writeTo(descriptor, length) == length ? 0 : LinuxCalls.errno();
  }

  synchronized void close() {
    if (!closed) {
      closed = true;
      LinuxCalls.close(descriptor);
    }
  }

  private static String lastError() {
    return LinuxCalls.describe(LinuxCalls.errno());
  }
}
