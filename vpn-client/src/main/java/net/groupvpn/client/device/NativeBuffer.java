package net.groupvpn.client.device;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Memory outside the heap that system calls read and write by its address. The address is valid
 * only as long as the buffer is strongly referenced, which the fence after each call makes sure of;
 * so it never leaves this class. Every call answers what the C function answers.
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

  void copyOut(byte[] to, int length) {
    bytes.get(0, to, 0, length);
  }

  void copyIn(byte[] from, int offset, int length) {
    bytes.put(0, from, offset, length);
  }

  /** Fills the buffer with what the descriptor has. */
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

  /** poll(2) for the {@code count} structures in the buffer, without limit of time. */
  int poll(int count) {
    try {
      return LinuxCalls.poll(address, count, -1);
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
}
