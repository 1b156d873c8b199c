package net.groupvpn.client.device;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/**
 * The C library's functions that the device needs, mapped directly with primitive arguments, so
 * that a call makes no object. Pointers and {@code size_t} are longs: 64-bit Linux only. After a
 * call that answered -1, {@link #errno} tells why.
 */
final class LinuxCalls {
  static final int EINTR = 4;
  static final int EAGAIN = 11;

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

  // Keeps the name of the C function, by which JNA finds it.
  static native int clock_gettime(int clock, long timespec);

  private static native String strerror(int errno);

  /** The error of this thread's last call. */
  static int errno() {
    return Native.getLastError();
  }

  /** What the system says of an error, with its number. */
  static String describe(int errno) {
    return strerror(errno) + " (errno " + errno + ")";
  }
}
