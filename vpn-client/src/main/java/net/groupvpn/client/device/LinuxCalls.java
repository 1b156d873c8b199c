package net.groupvpn.client.device;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/**
 * The functions of the C library that the device needs, mapped directly with primitive arguments,
 * so that a call allocates nothing. Pointers and {@code size_t} are longs: 64-bit Linux only. After
 * a call that returned -1, {@link #errno} tells why.
 */
final class LinuxCalls {
  static final int EINTR = 4;
  static final int EIO = 5;
  static final int EAGAIN = 11;
  static final int EINVAL = 22;
  static final int EMSGSIZE = 90;
  static final int EADDRINUSE = 98;
  static final int ENOBUFS = 105;

  static {
    if (Native.POINTER_SIZE != Long.BYTES) {
      throw new UnsatisfiedLinkError("GroupVPN's devices need a 64-bit Linux");
    }
    Native.register(LinuxCalls.class, NativeLibrary.getProcess());
  }

  private LinuxCalls() {}

  static native int open(String path, int flags);

  static native int close(int descriptor);

  static native int ioctl(int descriptor, long request, long argument);

  static native long read(int descriptor, long buffer, long count);

  static native long write(int descriptor, long buffer, long count);

  static native int poll(long descriptors, long count, int timeoutMillis);

  static native int eventfd(int initial, int flags);

  static native int socket(int domain, int type, int protocol);

  static native int bind(int socket, long address, int addressLength);

  static native int setsockopt(int socket, int level, int name, long value, int valueLength);

  static native int getsockopt(int socket, int level, int name, long value, long valueLength);

  static native int getsockname(int socket, long address, long addressLength);

  static native int recvmmsg(int socket, long messages, int count, int flags, long timeout);

  static native int sendmmsg(int socket, long messages, int count, int flags);

  static native long recvfrom(
      int socket, long bytes, long length, int flags, long address, long addressLength);

  static native long sendto(
      int socket, long bytes, long length, int flags, long address, int addressLength);

  // Has the name of the C function, by which JNA finds it.
  static native int clock_gettime(int clock, long timespec);

  private static native String strerror(int errno);

  /** The error of this thread's last call. */
  static int errno() {
    return Native.getLastError();
  }

  /** The system's text for an error, with its number. */
  static String describe(int errno) {
    return strerror(errno) + " (errno " + errno + ")";
  }
}
