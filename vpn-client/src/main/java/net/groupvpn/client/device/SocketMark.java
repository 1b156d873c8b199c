package net.groupvpn.client.device;

import java.lang.reflect.Method;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import net.groupvpn.overlay.io.SocketSetup;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Marks sockets (SO_MARK, socket(7)), so that the machine's rules can tell the client's own packets
 * from all others. Without a full tunnel no rule asks for the mark, so all sockets get it, always:
 * one that got it later would have sent packets without. Where that cannot be done sockets work as
 * before, and {@link #problem} says why. Thread-safe.
 */
public final class SocketMark implements SocketSetup {
  private static final Logger LOG = LoggerFactory.getLogger(SocketMark.class);
  private static final int SOL_SOCKET = 1;
  private static final int SO_MARK = 36;
  private static final int SO_BINDTODEVICE = 25;

  private final int mark;
  private volatile @Nullable String problem;
  private volatile @Nullable String device;

  /** {@code mark} is not 0. */
  public SocketMark(int mark) {
    this.mark = mark;
  }

  /** Why sockets are not marked, and what to do; null if they are. */
  public @Nullable String problem() {
    return problem;
  }

  /**
   * Sockets that are prepared from now on use this network card alone, but for those that accept
   * connections; any card if it is null.
   */
  void bindTo(@Nullable String name) {
    device = name;
  }

  /** Marks sockets, and lets them use any network card. */
  public SocketSetup onAnyDevice() {
    return this::mark;
  }

  @Override
  public void prepare(NetworkChannel socket) {
    mark(socket);
    String name = device;
    if (name != null && !(socket instanceof ServerSocketChannel)) {
      bind(socket, name);
    }
  }

  private static void bind(NetworkChannel socket, String name) {
    try {
      byte[] text = name.getBytes(StandardCharsets.US_ASCII);
      NativeBuffer option = new NativeBuffer(text.length);
      option.copyIn(text, 0, text.length);
      if (option.setOption(Descriptors.of(socket), SOL_SOCKET, SO_BINDTODEVICE) != 0) {
        LOG.debug("not bound to {}: {}", name, LinuxCalls.describe(LinuxCalls.errno()));
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.debug("not bound to {}: {}", name, e.getMessage()); // The mark's problem says more.
    }
  }

  private void mark(NetworkChannel socket) {
    try {
      set(Descriptors.of(socket));
    } catch (ReflectiveOperationException | RuntimeException e) {
      onProblem(
          "this Java does not tell its sockets' descriptors (%s); start it with --add-opens"
                  .formatted(e.getMessage())
              + " java.base/sun.nio.ch=ALL-UNNAMED, as bin/groupvpn does");
    }
  }

  /** Marks the socket of that descriptor. */
  void set(int descriptor) {
    NativeBuffer option = new NativeBuffer(Integer.BYTES);
    option.bytes().putInt(0, mark);
    if (option.setOption(descriptor, SOL_SOCKET, SO_MARK) != 0) {
      onProblem(
          "sockets cannot be marked: %s. Run as root or give CAP_NET_ADMIN"
              .formatted(LinuxCalls.describe(LinuxCalls.errno())));
    }
  }

  private void onProblem(String text) {
    if (problem == null) {
      problem = text;
      LOG.info("no full tunnel can be had: {}", text);
    }
  }

  /** The JDK's own interface of all its channels. */
  private static final class Descriptors {
    private static final String CHANNEL = "sun.nio.ch.SelChImpl";

    private Descriptors() {}

    static int of(NetworkChannel socket) throws ReflectiveOperationException {
      Method descriptor = Class.forName(CHANNEL).getMethod("getFDVal");
      return (int) descriptor.invoke(socket);
    }
  }
}
