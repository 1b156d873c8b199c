package net.groupvpn.client.device;

import java.io.IOException;
import java.lang.ref.Reference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import net.groupvpn.overlay.path.Endpoint;
import org.jspecify.annotations.Nullable;

/** Receives with recvmmsg(2) and UDP_GRO. Belongs to one thread. */
final class DatagramReader {
  /** Messages per call, each up to 64 KB. */
  private static final int MESSAGES = 16;

  private static final int MSG_DONTWAIT = 0x40;
  private static final int MESSAGE_BYTES = 65_536;
  private static final int PORT_AT = 2;
  private static final int IPV6_BYTES = 16;

  private final int descriptor;
  private final boolean isIpv6;
  private final MessageVector messages = new MessageVector(MESSAGES);
  private final NativeBuffer memory = new NativeBuffer(MESSAGES * MESSAGE_BYTES);
  private final byte[] name = new byte[Destination.ADDRESS_BYTES];
  private final byte[] lastName = new byte[Destination.ADDRESS_BYTES];
  private final byte[] askedNow = new byte[IPV6_BYTES];
  private final AskedAddresses asked;
  private @Nullable Endpoint last;
  private int used = MESSAGES;

  /** {@code asked} learns at which addresses this machine was reached. */
  DatagramReader(int descriptor, boolean isIpv6, AskedAddresses asked) {
    this.descriptor = descriptor;
    this.asked = asked;
    this.isIpv6 = isIpv6;
    for (int i = 0; i < MESSAGES; i++) {
      messages.point(i, memory.addressOf(i * MESSAGE_BYTES), MESSAGE_BYTES);
    }
  }

  int receive() throws IOException {
    for (int i = 0; i < used; i++) {
      messages.expect(i);
    }
    int count = call();
    used = Math.max(0, count);
    if (count < 0) {
      int errno = LinuxCalls.errno();
      if (errno != LinuxCalls.EAGAIN && errno != LinuxCalls.EINTR) {
        throw new IOException("receiving datagrams failed: " + LinuxCalls.describe(errno));
      }
    }
    return used;
  }

  private int call() {
    try {
      return LinuxCalls.recvmmsg(descriptor, messages.addressOf(0), MESSAGES, MSG_DONTWAIT, 0);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  int copyTo(int message, byte[] bytes) {
    int length = messages.received(message);
    memory.copyOut(message * MESSAGE_BYTES, bytes, length);
    return length;
  }

  int segmentBytes(int message) {
    int segment = messages.segmentBytes(message);
    return segment > 0 ? segment : Math.max(1, messages.received(message));
  }

  /** The sender; null for port 0, which UDP allows and nobody can answer. */
  @Nullable Endpoint source(int message) {
    messages.copyAddress(message, name);
    if (last == null || !Arrays.equals(name, lastName)) {
      System.arraycopy(name, 0, lastName, 0, name.length);
      last = decode();
    }
    if (last != null && messages.copyAsked(message, askedNow)) {
      asked.onReceived(last, askedNow);
    }
    return last;
  }

  private @Nullable Endpoint decode() {
    int port = (name[PORT_AT] & 0xff) << Byte.SIZE | (name[PORT_AT + 1] & 0xff);
    byte[] raw = isIpv6 ? Arrays.copyOfRange(name, 8, 24) : Arrays.copyOfRange(name, 4, 8);
    try {
      // Maps IPv4-mapped addresses to IPv4.
      InetAddress address = InetAddress.getByAddress(raw);
      return port == 0 ? null : Endpoint.of(new InetSocketAddress(address, port));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of 4 or 16 bytes is always right", e);
    }
  }
}
