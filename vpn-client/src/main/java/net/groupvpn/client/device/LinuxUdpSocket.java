package net.groupvpn.client.device;

import java.io.IOException;

/** Opens and configures the dual-stack UDP socket; explains failures. */
final class LinuxUdpSocket {
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
  private static final int IPV4_ADDRESS_BYTES = 16;
  private static final int PORT_AT = 2;

  private static final int SOL_SOCKET = 1;
  private static final int SO_SNDBUF = 7;
  private static final int SO_RCVBUF = 8;
  private static final int SO_SNDBUFFORCE = 32;
  private static final int SO_RCVBUFFORCE = 33;
  private static final int SOL_IP = 0;
  private static final int IP_MTU_DISCOVER = 10;
  private static final int SOL_IPV6 = 41;
  private static final int IPV6_MTU_DISCOVER = 23;
  private static final int IPV6_V6ONLY = 26;
  private static final int IPV6_RECVPKTINFO = 49;
  private static final int PMTUDISC_PROBE = 3;
  private static final int SOL_UDP = 17;
  private static final int UDP_GRO = 104;

  /** Size of the kernel's buffer: 2 ms of 8 Gbit/s, so that overload does not become delay. */
  private static final int RECEIVE_BUFFER_BYTES = 2 << 20;

  private static final int SEND_BUFFER_BYTES = 2 << 20;

  private LinuxUdpSocket() {}

  /** An open socket. */
  record Opened(int descriptor, boolean isIpv6, int port, boolean gro) {}

  static Opened open(int port, boolean wantGro) throws IOException {
    int descriptor = LinuxCalls.socket(AF_INET6, SOCK_DGRAM_CLOEXEC, 0);
    boolean isIpv6 = descriptor >= 0 && set(descriptor, SOL_IPV6, IPV6_V6ONLY, 0);
    if (!isIpv6) {
      closeIfOpen(descriptor);
      descriptor = LinuxCalls.socket(AF_INET, SOCK_DGRAM_CLOEXEC, 0);
    }
    if (descriptor < 0) {
      throw new IOException("cannot make a UDP socket: " + lastError());
    }
    try {
      configure(descriptor, isIpv6);
      int bound = bind(descriptor, isIpv6, port);
      return new Opened(descriptor, isIpv6, bound, wantGro && set(descriptor, SOL_UDP, UDP_GRO, 1));
    } catch (IOException e) {
      LinuxCalls.close(descriptor);
      throw e;
    }
  }

  private static void closeIfOpen(int descriptor) {
    if (descriptor >= 0) {
      LinuxCalls.close(descriptor);
    }
  }

  private static void configure(int descriptor, boolean isIpv6) throws IOException {
    // Beyond the system's limit only with CAP_NET_ADMIN; otherwise up to the limit.
    if (!set(descriptor, SOL_SOCKET, SO_RCVBUFFORCE, RECEIVE_BUFFER_BYTES)) {
      set(descriptor, SOL_SOCKET, SO_RCVBUF, RECEIVE_BUFFER_BYTES);
    }
    if (!set(descriptor, SOL_SOCKET, SO_SNDBUFFORCE, SEND_BUFFER_BYTES)) {
      set(descriptor, SOL_SOCKET, SO_SNDBUF, SEND_BUFFER_BYTES);
    }
    if (!set(descriptor, SOL_IP, IP_MTU_DISCOVER, PMTUDISC_PROBE)
        || (isIpv6 && !set(descriptor, SOL_IPV6, IPV6_MTU_DISCOVER, PMTUDISC_PROBE))) {
      throw new IOException("cannot forbid the fragmentation of datagrams: " + lastError());
    }
    // Reports IPv4 addresses as well, as mapped ones. Without it the kernel chooses the source
    // address.
    if (isIpv6) {
      set(descriptor, SOL_IPV6, IPV6_RECVPKTINFO, 1);
    }
  }

  private static boolean set(int descriptor, int level, int name, int value) {
    NativeBuffer option = new NativeBuffer(Integer.BYTES);
    option.bytes().putInt(0, value);
    return option.setOption(descriptor, level, name) == 0;
  }

  private static int bind(int descriptor, boolean isIpv6, int port) throws IOException {
    int length = isIpv6 ? Destination.ADDRESS_BYTES : IPV4_ADDRESS_BYTES;
    NativeBuffer address = new NativeBuffer(Destination.ADDRESS_BYTES);
    address.bytes().putShort(0, (short) (isIpv6 ? AF_INET6 : AF_INET));
    address.bytes().put(PORT_AT, (byte) (port >>> Byte.SIZE)).put(PORT_AT + 1, (byte) port);
    if (address.bind(descriptor, length) != 0) {
      String advice =
          LinuxCalls.errno() == LinuxCalls.EADDRINUSE
              ? ". Stop the program that uses it, or choose another port"
              : "";
      throw new IOException("cannot open UDP port " + port + ": " + lastError() + advice);
    }
    if (address.socketName(descriptor) != 0) {
      throw new IOException("cannot find out the UDP port: " + lastError());
    }
    return (address.bytes().get(PORT_AT) & 0xff) << Byte.SIZE
        | (address.bytes().get(PORT_AT + 1) & 0xff);
  }

  private static String lastError() {
    return LinuxCalls.describe(LinuxCalls.errno());
  }
}
