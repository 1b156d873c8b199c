package net.groupvpn.client.device;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers in the machine's byte order in byte arrays. */
final class NativeNumbers {
  private static final VarHandle U16 =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.nativeOrder());
  private static final VarHandle I32 =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());

  private NativeNumbers() {}

  static int u16(byte[] bytes, int at) {
    return (short) U16.get(bytes, at) & 0xffff;
  }

  static void put16(byte[] bytes, int at, int value) {
    U16.set(bytes, at, (short) value);
  }

  static void put32(byte[] bytes, int at, int value) {
    I32.set(bytes, at, value);
  }
}
