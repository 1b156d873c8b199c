package net.groupvpn.client.device;

import java.lang.ref.Reference;

/**
 * Which packets a socket takes: programs of the classic BPF (socket(7), SO_ATTACH_FILTER), which
 * the kernel runs for each.
 */
final class SocketFilter {
  private static final int SOL_SOCKET = 1;
  private static final int SO_ATTACH_FILTER = 26;
  private static final int SO_DETACH_FILTER = 27;

  private static final int LOAD_WORD = 0x20;
  private static final int LOAD_HALF = 0x28;
  private static final int LOAD_BYTE = 0x30;
  private static final int LOAD_HALF_INDEXED = 0x48;
  private static final int LOAD_IP_HEADER_BYTES = 0xb1;
  private static final int JUMP_IF_EQUAL = 0x15;
  private static final int JUMP_IF_ANY_BIT = 0x45;
  private static final int RETURN = 0x06;

  /** What the kernel knows of a packet besides its bytes. */
  private static final int ANCILLARY = 0xfffff000;

  private static final int PACKET_TYPE = ANCILLARY + 4;
  private static final int DEVICE_INDEX = ANCILLARY + 8;

  /** A packet to this machine's Ethernet address. */
  private static final int TO_THIS_HOST = 0;

  private static final int IPV4 = 0x0800;
  private static final int IPV6 = 0x86dd;
  private static final int UDP = 17;
  private static final int FRAGMENT = 0x3fff;
  private static final int WHOLE = -1;

  /** struct sock_filter: code, jump if true, jump if false, operand. */
  private static final int INSTRUCTION_BYTES = 8;

  /** struct sock_fprog: how many, where. */
  private static final int PROGRAM_BYTES = 16;

  private SocketFilter() {}

  /** Takes whole UDP datagrams to this machine and {@code port}; of a packet socket's frames. */
  static int[][] ofPort(int port) {
    return new int[][] {
      {LOAD_WORD, 0, 0, PACKET_TYPE},
      {JUMP_IF_EQUAL, 0, 14, TO_THIS_HOST},
      {LOAD_HALF, 0, 0, 12},
      {JUMP_IF_EQUAL, 0, 7, IPV4},
      {LOAD_BYTE, 0, 0, 23},
      {JUMP_IF_EQUAL, 0, 10, UDP},
      {LOAD_HALF, 0, 0, 20},
      {JUMP_IF_ANY_BIT, 8, 0, FRAGMENT},
      {LOAD_IP_HEADER_BYTES, 0, 0, 14},
      {LOAD_HALF_INDEXED, 0, 0, 16},
      {JUMP_IF_EQUAL, 6, 5, port},
      {JUMP_IF_EQUAL, 0, 4, IPV6},
      {LOAD_BYTE, 0, 0, 20},
      {JUMP_IF_EQUAL, 0, 2, UDP},
      {LOAD_HALF, 0, 0, 56},
      {JUMP_IF_EQUAL, 1, 0, port},
      {RETURN, 0, 0, 0},
      {RETURN, 0, 0, WHOLE}
    };
  }

  /** Takes what does not come by the device of that number. */
  static int[][] butFrom(int deviceIndex) {
    return new int[][] {
      {LOAD_WORD, 0, 0, DEVICE_INDEX},
      {JUMP_IF_EQUAL, 0, 1, deviceIndex},
      {RETURN, 0, 0, 0},
      {RETURN, 0, 0, WHOLE}
    };
  }

  /** Has the socket take what the program takes, whatever it took before; 0 if it worked. */
  static int attach(int socket, int[][] program) {
    NativeBuffer code = new NativeBuffer(program.length * INSTRUCTION_BYTES);
    for (int i = 0; i < program.length; i++) {
      int at = i * INSTRUCTION_BYTES;
      code.bytes().putShort(at, (short) program[i][0]);
      code.bytes().put(at + 2, (byte) program[i][1]).put(at + 3, (byte) program[i][2]);
      code.bytes().putInt(at + 4, program[i][3]);
    }
    NativeBuffer whole = new NativeBuffer(PROGRAM_BYTES);
    whole.bytes().putShort(0, (short) program.length).putLong(Long.BYTES, code.addressOf(0));
    try {
      return whole.setOption(socket, SOL_SOCKET, SO_ATTACH_FILTER);
    } finally {
      Reference.reachabilityFence(code);
    }
  }

  /** Has the socket take everything. */
  static void detach(int socket) {
    new NativeBuffer(Integer.BYTES).setOption(socket, SOL_SOCKET, SO_DETACH_FILTER);
  }
}
