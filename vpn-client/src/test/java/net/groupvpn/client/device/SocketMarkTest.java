package net.groupvpn.client.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SocketMarkTest {
  private static final int MARK = 0x5c000000;
  private static final int SOL_SOCKET = 1;
  private static final int SO_MARK = 36;
  private static final int SO_BINDTODEVICE = 25;
  private static final int NAME_BYTES = 16;

  private final SocketMark mark = new SocketMark(MARK);

  /** As the kernel tells it. */
  private static int markOf(NetworkChannel socket) throws ReflectiveOperationException {
    int descriptor =
        (int) Class.forName("sun.nio.ch.SelChImpl").getMethod("getFDVal").invoke(socket);
    NativeBuffer value = new NativeBuffer(Integer.BYTES);
    assertThat(value.option(descriptor, SOL_SOCKET, SO_MARK)).isZero();
    return value.bytes().getInt(0);
  }

  @Test
  void everyKindOfSocketIsMarkedBeforeItIsUsed() throws Exception {
    try (DatagramChannel datagrams = DatagramChannel.open();
        SocketChannel stream = SocketChannel.open();
        ServerSocketChannel server = ServerSocketChannel.open()) {
      for (NetworkChannel each : List.of(datagrams, stream, server)) {
        mark.prepare(each);
        assumeTrue(mark.problem() == null, "needs CAP_NET_ADMIN");
        assertThat(markOf(each)).isEqualTo(MARK);
      }
    }
  }

  /** The name of the card that a socket is bound to; empty for any. */
  private static String deviceOf(NetworkChannel socket) throws ReflectiveOperationException {
    int descriptor =
        (int) Class.forName("sun.nio.ch.SelChImpl").getMethod("getFDVal").invoke(socket);
    NativeBuffer value = new NativeBuffer(NAME_BYTES);
    assertThat(value.option(descriptor, SOL_SOCKET, SO_BINDTODEVICE)).isZero();
    byte[] name = new byte[NAME_BYTES];
    value.copyOut(name, NAME_BYTES);
    return new String(name, StandardCharsets.US_ASCII).replace("\0", "");
  }

  @Test
  void socketsThatAskAreBoundToACardAndThoseThatAcceptAreNot() throws Exception {
    try (DatagramChannel datagrams = DatagramChannel.open();
        SocketChannel stream = SocketChannel.open();
        SocketChannel later = SocketChannel.open();
        ServerSocketChannel server = ServerSocketChannel.open()) {
      mark.bindTo("lo");
      for (NetworkChannel each : List.of(datagrams, stream, server)) {
        mark.prepare(each);
      }
      assumeTrue(mark.problem() == null, "needs CAP_NET_ADMIN");
      mark.bindTo(null);
      mark.prepare(later);
      assertThat(List.of(deviceOf(datagrams), deviceOf(stream), deviceOf(server), deviceOf(later)))
          .containsExactly("lo", "lo", "", "");
    }
  }

  @Test
  void whatAMarkedSocketAcceptsIsMarked() throws Exception {
    try (ServerSocketChannel server = ServerSocketChannel.open();
        SocketChannel client = SocketChannel.open()) {
      mark.prepare(server);
      assumeTrue(mark.problem() == null, "needs CAP_NET_ADMIN");
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      client.connect(server.getLocalAddress());
      try (SocketChannel accepted = server.accept()) {
        assertThat(markOf(accepted)).isEqualTo(MARK);
      }
    }
  }

  /** On a machine where it may not be done all is as it was without a full tunnel. */
  @Test
  void aSocketThatCannotBeMarkedIsUsedAllTheSame() throws IOException {
    mark.set(-1);
    assertThat(mark.problem()).contains("cannot be marked");
    try (DatagramChannel channel = DatagramChannel.open()) {
      mark.prepare(channel);
      channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      assertThat(channel.send(ByteBuffer.allocate(1), channel.getLocalAddress())).isOne();
    }
  }
}
