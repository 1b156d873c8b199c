package net.groupvpn.client.device;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Asks the kernel for a table by rtnetlink(7), and returns its entries one by one. */
final class NetlinkDump {
  private static final int AF_NETLINK = 16;
  private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
  private static final int NETLINK_ROUTE = 0;
  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVTIMEO = 20;
  private static final int WAIT_SECONDS = 2;

  /** struct nlmsghdr: length, type, flags, sequence number, port. */
  private static final int HEADER_BYTES = 16;

  private static final int TYPE_AT = 4;
  private static final int FLAGS_AT = 6;
  private static final short NLM_F_REQUEST_DUMP = 0x301;
  private static final int NLMSG_ERROR = 2;
  private static final int NLMSG_DONE = 3;
  private static final int ALIGNMENT = 4;

  private static final int REQUEST_BYTES = HEADER_BYTES + 16;
  private static final int ANSWER_BYTES = 64 * 1_024;

  /** Most answers, each with many entries. */
  private static final int MAX_READS = 1_000;

  private NetlinkDump() {}

  /**
   * Reads a table.
   *
   * @param request RTM_GETLINK or RTM_GETADDR
   * @param entries gets each entry without its header; valid during the call only
   */
  static void read(int request, Consumer<ByteBuffer> entries) throws IOException {
    int socket = LinuxCalls.socket(AF_NETLINK, SOCK_RAW_CLOEXEC, NETLINK_ROUTE);
    if (socket < 0) {
      throw new IOException("cannot make a netlink socket: " + lastError());
    }
    try {
      NativeBuffer patience = new NativeBuffer(2 * Long.BYTES);
      patience.bytes().putLong(0, WAIT_SECONDS);
      patience.setOption(socket, SOL_SOCKET, SO_RCVTIMEO);
      NativeBuffer question = new NativeBuffer(REQUEST_BYTES);
      question.bytes().putInt(0, REQUEST_BYTES).putShort(TYPE_AT, (short) request);
      question.bytes().putShort(FLAGS_AT, NLM_F_REQUEST_DUMP);
      if (question.writeTo(socket, REQUEST_BYTES) != REQUEST_BYTES) {
        throw new IOException("cannot ask for this machine's devices: " + lastError());
      }
      readAnswers(socket, entries);
    } finally {
      LinuxCalls.close(socket);
    }
  }

  private static void readAnswers(int socket, Consumer<ByteBuffer> entries) throws IOException {
    NativeBuffer answer = new NativeBuffer(ANSWER_BYTES);
    for (int i = 0; i < MAX_READS; i++) {
      int length = answer.readFrom(socket);
      if (length < 0) {
        throw new IOException("cannot list this machine's devices: " + lastError());
      }
      if (!handOut(answer.bytes(), length, entries)) {
        return;
      }
    }
    throw new IOException("this machine has too many devices");
  }

  /** False once the table has ended. */
  private static boolean handOut(ByteBuffer answer, int length, Consumer<ByteBuffer> entries)
      throws IOException {
    int at = 0;
    while (at + HEADER_BYTES <= length) {
      int bytes = answer.getInt(at);
      int type = answer.getShort(at + TYPE_AT);
      if (bytes < HEADER_BYTES || at + bytes > length) {
        throw new IOException("the kernel's answer makes no sense");
      }
      if (type == NLMSG_ERROR) {
        throw new IOException("the kernel does not list this machine's devices");
      }
      if (type == NLMSG_DONE) {
        return false;
      }
      entries.accept(answer.slice(at + HEADER_BYTES, bytes - HEADER_BYTES).order(answer.order()));
      at += (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
    return true;
  }

  private static String lastError() {
    return LinuxCalls.describe(LinuxCalls.errno());
  }
}
