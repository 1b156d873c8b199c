package net.groupvpn.client.device;

import java.net.InetAddress;
import java.net.UnknownHostException;
import net.groupvpn.dhcpdns.packet.InternetChecksum;
import net.groupvpn.dhcpdns.packet.PacketBytes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A socket of one family for echo requests. One thread may send while another receives. */
final class EchoSocket {
  /** Length of the header of an echo message. */
  static final int HEADER_BYTES = 8;

  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_RAW = 3;
  private static final int NONBLOCK_CLOEXEC = 0x80800;
  private static final int IPPROTO_ICMP = 1;
  private static final int IPPROTO_ICMPV6 = 58;
  private static final int SOL_SOCKET = 1;
  private static final int SO_MARK = 36;
  private static final int ADDRESS_BYTES_4 = 16;
  private static final int ADDRESS_AT_4 = 4;
  private static final int ADDRESS_AT_6 = 8;
  private static final int REQUEST_4 = 8;
  private static final int REPLY_4 = 0;
  private static final int REQUEST_6 = 128;
  private static final int REPLY_6 = 129;
  private static final int CHECKSUM_AT = 2;
  private static final int ID_AT = 4;
  private static final int SEQUENCE_AT = 6;
  private static final int MAX_BYTES = 65_535;

  /** Tells raw answers to this process from those to others; ping sockets choose their own. */
  private static final int ID = (int) ProcessHandle.current().pid() & 0xffff;

  private static final Logger LOG = LoggerFactory.getLogger(EchoSocket.class);

  private final int descriptor;
  private final boolean isIpv4;
  private final boolean isRaw;
  private final NativeBuffer sending = new NativeBuffer(MAX_BYTES);
  private final NativeBuffer receiving = new NativeBuffer(MAX_BYTES);
  private final NativeBuffer to = new NativeBuffer(Destination.ADDRESS_BYTES);
  private final NativeBuffer from = new NativeBuffer(Destination.ADDRESS_BYTES);
  private boolean closed;

  private EchoSocket(int descriptor, boolean isIpv4, boolean isRaw) {
    this.descriptor = descriptor;
    this.isIpv4 = isIpv4;
    this.isRaw = isRaw;
  }

  /** A ping socket, else a raw one, else null. */
  static @Nullable EchoSocket open(boolean isIpv4, int mark) {
    int family = isIpv4 ? AF_INET : AF_INET6;
    int protocol = isIpv4 ? IPPROTO_ICMP : IPPROTO_ICMPV6;
    for (int kind : new int[] {SOCK_DGRAM, SOCK_RAW}) {
      int descriptor = LinuxCalls.socket(family, kind | NONBLOCK_CLOEXEC, protocol);
      if (descriptor >= 0 && (mark == 0 || mark(descriptor, mark))) {
        return new EchoSocket(descriptor, isIpv4, kind == SOCK_RAW);
      }
      LOG.debug(
          "no socket of kind {} for {}: {}",
          kind,
          isIpv4 ? "ICMP" : "ICMPv6",
          LinuxCalls.describe(LinuxCalls.errno()));
      if (descriptor >= 0) {
        LinuxCalls.close(descriptor);
      }
    }
    return null;
  }

  private static boolean mark(int descriptor, int mark) {
    NativeBuffer option = new NativeBuffer(Integer.BYTES);
    option.bytes().putInt(0, mark);
    return option.setOption(descriptor, SOL_SOCKET, SO_MARK) == 0;
  }

  int descriptor() {
    return descriptor;
  }

  boolean isIpv4() {
    return isIpv4;
  }

  boolean isRaw() {
    return isRaw;
  }

  /** Sends an echo request; the kernel completes what a ping socket leaves out. */
  synchronized boolean send(InetAddress destination, int sequence, byte[] data) {
    byte[] message = new byte[HEADER_BYTES + data.length];
    if (closed || message.length > MAX_BYTES) {
      return false;
    }
    message[0] = (byte) (isIpv4 ? REQUEST_4 : REQUEST_6);
    PacketBytes.put16(message, ID_AT, ID);
    PacketBytes.put16(message, SEQUENCE_AT, sequence);
    System.arraycopy(data, 0, message, HEADER_BYTES, data.length);
    if (isIpv4) {
      long sum = InternetChecksum.sum(message, 0, message.length);
      PacketBytes.put16(message, CHECKSUM_AT, InternetChecksum.finish(sum));
    }
    sending.copyIn(message, 0, message.length);
    byte[] raw = destination.getAddress();
    to.bytes().putShort(0, (short) (isIpv4 ? AF_INET : AF_INET6));
    to.copyIn(isIpv4 ? ADDRESS_AT_4 : ADDRESS_AT_6, raw, 0, raw.length);
    int length = isIpv4 ? ADDRESS_BYTES_4 : Destination.ADDRESS_BYTES;
    return sending.sendTo(descriptor, message.length, to, length) == message.length;
  }

  /** Takes the next message; negative if there is none. */
  int receive(byte[] into) {
    int length = receiving.receiveFrom(descriptor, from);
    if (length > 0) {
      receiving.copyOut(into, length);
    }
    return length;
  }

  /** Whether an answer to this socket stands there. */
  boolean isReply(byte[] message, int at) {
    boolean isOurs = !isRaw || PacketBytes.u16(message, at + ID_AT) == ID;
    return isOurs && PacketBytes.u8(message, at) == (isIpv4 ? REPLY_4 : REPLY_6);
  }

  static int sequence(byte[] message, int at) {
    return PacketBytes.u16(message, at + SEQUENCE_AT);
  }

  /** Who sent the message that was received last. */
  InetAddress source() {
    byte[] raw = new byte[isIpv4 ? Integer.BYTES : 2 * Long.BYTES];
    from.copyOut(isIpv4 ? ADDRESS_AT_4 : ADDRESS_AT_6, raw, raw.length);
    try {
      return InetAddress.getByAddress(raw);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 bytes are always an address", e);
    }
  }

  synchronized void close() {
    if (!closed) {
      closed = true;
      LinuxCalls.close(descriptor);
    }
  }
}
