package net.groupvpn.client.device;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Memory outside the heap that system calls read and write by its address. The address is valid
 * only while the buffer is strongly referenced, which the fence after each call ensures. Every call
 * returns what the C function returns.
 */
final class NativeBuffer {
  private final ByteBuffer bytes;
  private final long address;

  NativeBuffer(int capacity) {
    bytes = ByteBuffer.allocateDirect(capacity).order(ByteOrder.nativeOrder());
    address = Pointer.nativeValue(Native.getDirectBufferPointer(bytes));
  }

  /** The memory itself, in native byte order; use absolute positions only. */
  ByteBuffer bytes() {
    return bytes;
  }

  /**
   * The address of a byte, for structures that point to each other. Valid only while this object is
   * strongly referenced: the caller must put a fence on the owner after the call.
   */
  long addressOf(int position) {
    return address + position;
  }

  void copyOut(byte[] to, int length) {
    bytes.get(0, to, 0, length);
  }

  void copyIn(byte[] from, int offset, int length) {
    bytes.put(0, from, offset, length);
  }

  void copyOut(int position, byte[] to, int length) {
    bytes.get(position, to, 0, length);
  }

  void copyIn(int position, byte[] from, int offset, int length) {
    bytes.put(position, from, offset, length);
  }

  /** Fills the buffer from the descriptor. */
  int readFrom(int descriptor) {
    try {
      return (int) LinuxCalls.read(descriptor, address, bytes.capacity());
    } finally {
      Reference.reachabilityFence(bytes);
    }
  }

  /** Writes the buffer's first {@code length} bytes. */
  int writeTo(int descriptor, int length) {
    try {
      return (int) LinuxCalls.write(descriptor, address, length);
    } finally {
      Reference.reachabilityFence(bytes);
    }
  }

  /** ioctl(2) on the structure in the buffer. */
  int ioctl(int descriptor, long request) {
    try {
      return LinuxCalls.ioctl(descriptor, request, address);
    } finally {
      Reference.reachabilityFence(bytes);
    }
  }

  /** poll(2) for the {@code count} structures in the buffer, without a time limit. */
  int poll(int count) {
    return poll(count, -1);
  }

  /** The same with a time limit. */
  int poll(int count, int timeoutMillis) {
    try {
      return LinuxCalls.poll(address, count, timeoutMillis);
    } finally {
      Reference.reachabilityFence(bytes);
    }
  }

  /** clock_gettime(2) into the buffer. */
  int readClock(int clock) {
    try {
      return LinuxCalls.clock_gettime(clock, address);
    } finally {
      Reference.reachabilityFence(bytes);
    }
  }

  /** setsockopt(2) with the whole buffer. */
  int setOption(int socket, int level, int name) {
    try {
      return LinuxCalls.setsockopt(socket, level, name, address, bytes.capacity());
    } finally {
      Reference.reachabilityFence(bytes);
    }
  }

  /** getsockopt(2) into the buffer. */
  int option(int socket, int level, int name) {
    NativeBuffer length = new NativeBuffer(Integer.BYTES);
    length.bytes.putInt(0, bytes.capacity());
    try {
      return LinuxCalls.getsockopt(socket, level, name, address, length.address);
    } finally {
      Reference.reachabilityFence(bytes);
      Reference.reachabilityFence(length);
    }
  }

  /** bind(2) to the address in the buffer. */
  int bind(int socket, int length) {
    try {
      return LinuxCalls.bind(socket, address, length);
    } finally {
      Reference.reachabilityFence(bytes);
    }
  }

  /** getsockname(2) into the buffer. */
  int socketName(int socket) {
    NativeBuffer length = new NativeBuffer(Integer.BYTES);
    length.bytes.putInt(0, bytes.capacity());
    try {
      return LinuxCalls.getsockname(socket, address, length.address);
    } finally {
      Reference.reachabilityFence(bytes);
      Reference.reachabilityFence(length);
    }
  }

  /** sendto(2) of the first {@code length} bytes to the address in {@code to}. */
  int sendTo(int socket, int length, NativeBuffer to, int addressLength) {
    try {
      return (int) LinuxCalls.sendto(socket, address, length, 0, to.address, addressLength);
    } finally {
      Reference.reachabilityFence(bytes);
      Reference.reachabilityFence(to);
    }
  }

  /** recvfrom(2) into the buffer; the sender's address goes to {@code from}. */
  int receiveFrom(int socket, NativeBuffer from) {
    NativeBuffer length = new NativeBuffer(Integer.BYTES);
    length.bytes.putInt(0, from.bytes.capacity());
    try {
      return (int)
          LinuxCalls.recvfrom(socket, address, bytes.capacity(), 0, from.address, length.address);
    } finally {
      Reference.reachabilityFence(bytes);
      Reference.reachabilityFence(from);
      Reference.reachabilityFence(length);
    }
  }
}
