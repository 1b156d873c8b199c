package net.groupvpn.client.device;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;

/** Opens /dev/net/tun and makes the descriptor a TAP device; explains failures. */
final class TapOpener {
  private static final String TUN_FILE = "/dev/net/tun";
  private static final int O_RDWR = 2;
  private static final int O_NONBLOCK = 0x800;
  private static final int O_CLOEXEC = 0x80000;

  private static final long TUNSETIFF = 0x4004_54caL;
  private static final long SIOCSIFHWADDR = 0x8924L;
  private static final long SIOCGIFHWADDR = 0x8927L;
  private static final short ARPHRD_ETHER = 1;
  private static final short IFF_TAP = 0x0002;
  private static final short IFF_NO_PI = 0x1000;
  private static final short IFF_VNET_HDR = 0x4000;

  private static final long TUNSETOFFLOAD = 0x4004_54d0L;
  private static final int TUN_F_CSUM = 1;
  private static final int TUN_F_TSO = 2 | 4 | 8;
  private static final int TUN_F_USO = 0x20 | 0x40;

  /** struct ifreq: a name of 16 bytes, then a union. */
  private static final int IFREQ_BYTES = 40;

  private static final int NAME_BYTES = 16;
  private static final int FLAGS_AT = NAME_BYTES;
  private static final int HARDWARE_TYPE_AT = NAME_BYTES;
  private static final int HARDWARE_ADDRESS_AT = NAME_BYTES + 2;
  private static final int MAC_BYTES = 6;

  private static final int EPERM = 1;
  private static final int ENOENT = 2;
  private static final int ENXIO = 6;
  private static final int EACCES = 13;
  private static final int EBUSY = 16;
  private static final int ENODEV = 19;
  private static final int EINVAL = 22;

  private TapOpener() {}

  /** An open device. */
  record Opened(int descriptor, String name, long mac, Set<Offload> offloads) {}

  static Opened open(String wishedName, long mac, Set<Offload> wanted) throws IOException {
    byte[] name = wishedName.getBytes(StandardCharsets.US_ASCII);
    if (name.length == 0 || name.length >= NAME_BYTES) {
      throw new IOException(
          "a device name has 1 to 15 characters, but this is \"" + wishedName + "\"");
    }
    int descriptor = LinuxCalls.open(TUN_FILE, O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (descriptor < 0) {
      throw new IOException("cannot open " + TUN_FILE + ": " + advice(LinuxCalls.errno()));
    }
    NativeBuffer ifreq = new NativeBuffer(IFREQ_BYTES);
    ifreq.copyIn(name, 0, name.length);
    ifreq.bytes().putShort(FLAGS_AT, (short) (IFF_TAP | IFF_NO_PI | IFF_VNET_HDR));
    try {
      call(descriptor, TUNSETIFF, ifreq, wishedName);
      String realName = name(ifreq.bytes());
      // Must come first: udev assigns a new address to every card whose address is random.
      putMac(ifreq.bytes(), mac);
      call(descriptor, SIOCSIFHWADDR, ifreq, realName);
      return new Opened(
          descriptor, realName, currentMac(descriptor, mac), offer(descriptor, wanted));
    } catch (IOException e) {
      LinuxCalls.close(descriptor);
      throw e;
    }
  }

  /** Offers the kernel fewer and fewer offloads, until it knows all that are offered. */
  private static Set<Offload> offer(int descriptor, Set<Offload> wanted) {
    EnumSet<Offload> offered = EnumSet.noneOf(Offload.class);
    if (wanted.contains(Offload.CHECKSUM)) {
      offered.add(Offload.CHECKSUM);
      if (wanted.contains(Offload.TSO)) {
        offered.add(Offload.TSO);
      }
      if (wanted.contains(Offload.USO)) {
        offered.add(Offload.USO);
      }
    }
    for (Offload next : new Offload[] {Offload.USO, Offload.TSO, Offload.CHECKSUM}) {
      if (LinuxCalls.ioctl(descriptor, TUNSETOFFLOAD, flags(offered)) == 0) {
        return offered;
      }
      offered.remove(next);
    }
    return offered;
  }

  private static long flags(Set<Offload> offered) {
    return (offered.contains(Offload.CHECKSUM) ? TUN_F_CSUM : 0)
        | (offered.contains(Offload.TSO) ? TUN_F_TSO : 0)
        | (offered.contains(Offload.USO) ? TUN_F_USO : 0);
  }

  private static void call(int descriptor, long request, NativeBuffer ifreq, String name)
      throws IOException {
    if (ifreq.ioctl(descriptor, request) < 0) {
      throw new IOException(
          "cannot make the TAP device " + name + ": " + advice(LinuxCalls.errno()));
    }
  }

  private static String name(ByteBuffer ifreq) {
    int length = 0;
    while (length < NAME_BYTES && ifreq.get(length) != 0) {
      length++;
    }
    byte[] name = new byte[length];
    ifreq.get(0, name);
    return new String(name, StandardCharsets.US_ASCII);
  }

  /** The present address of the descriptor's device; {@code known} if it cannot be read. */
  static long currentMac(int descriptor, long known) {
    NativeBuffer ifreq = new NativeBuffer(IFREQ_BYTES);
    return ifreq.ioctl(descriptor, SIOCGIFHWADDR) < 0 ? known : mac(ifreq.bytes());
  }

  private static void putMac(ByteBuffer ifreq, long mac) {
    ifreq.putShort(HARDWARE_TYPE_AT, ARPHRD_ETHER);
    for (int i = 0; i < MAC_BYTES; i++) {
      ifreq.put(HARDWARE_ADDRESS_AT + i, (byte) (mac >>> (Byte.SIZE * (MAC_BYTES - 1 - i))));
    }
  }

  private static long mac(ByteBuffer ifreq) {
    long mac = 0;
    for (int i = 0; i < MAC_BYTES; i++) {
      mac = (mac << Byte.SIZE) | (ifreq.get(HARDWARE_ADDRESS_AT + i) & 0xff);
    }
    return mac;
  }

  private static String advice(int errno) {
    String what = LinuxCalls.describe(errno);
    return switch (errno) {
      case EPERM, EACCES -> what + ". Run as root or give CAP_NET_ADMIN";
      case ENOENT, ENODEV, ENXIO -> what + ". Load the driver: modprobe tun";
      case EBUSY -> what + ". Another program uses a device of this name; choose another name";
      case EINVAL -> what + ". A device of this name is not a TAP device; choose another name";
      default -> what;
    };
  }
}
