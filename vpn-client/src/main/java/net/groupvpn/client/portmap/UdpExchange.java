package net.groupvpn.client.portmap;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import net.groupvpn.overlay.io.SocketSetup;
import org.jspecify.annotations.Nullable;

/**
 * Questions to a router's port for NAT-PMP and PCP, repeated until answered. The socket is
 * connected, so the kernel drops datagrams from elsewhere and reports when nobody listens.
 */
final class UdpExchange {
  static final int PORT = 5_351;

  /** RFC 6887, section 7: no message is longer. */
  static final int MAX_BYTES = 1_100;

  /** Shorter than in the RFCs: a router in the same network answers at once or never. */
  private static final int[] WAITS_MILLIS = {250, 500, 1_000};

  /** Most datagrams per question; a host that sends more is not answering it. */
  private static final int MAX_REPLIES = 32;

  private final int port;
  private final BooleanSupplier isStopping;
  private final SocketSetup setup;

  /** Reads a reply. */
  interface Reader<R> {
    /** Null if this is not the answer; the reader has counted why. */
    @Nullable R read(byte[] datagram);
  }

  UdpExchange(BooleanSupplier isStopping, SocketSetup setup) {
    this(PORT, isStopping, setup);
  }

  /** For tests, which may not have the port. */
  UdpExchange(int port, BooleanSupplier isStopping, SocketSetup setup) {
    this.port = port;
    this.isStopping = isStopping;
    this.setup = setup;
  }

  /**
   * Sends {@code request} until {@code reader} has an answer; null if there is none. While the
   * client is stopping, it is sent once.
   *
   * @throws IOException if nobody listens, or the network is down
   */
  <R> @Nullable R ask(Gateway gateway, byte[] request, Reader<R> reader) throws IOException {
    try (DatagramSocket socket = open(gateway)) {
      Listening<R> listening = new Listening<>(socket, reader);
      for (int millis : WAITS_MILLIS) {
        socket.send(new DatagramPacket(request, request.length));
        @Nullable R answer = listening.await(millis);
        if (answer != null || isStopping.getAsBoolean()) {
          return answer;
        }
      }
      return null;
    }
  }

  private DatagramSocket open(Gateway gateway) throws IOException {
    DatagramSocket socket = OwnSocket.open(gateway, setup);
    socket.connect(new InetSocketAddress(gateway.router(), port));
    return socket;
  }

  private static final class Listening<R> {
    private final DatagramSocket socket;
    private final Reader<R> reader;
    private int replies;

    Listening(DatagramSocket socket, Reader<R> reader) {
      this.socket = socket;
      this.reader = reader;
    }

    @Nullable R await(int millis) throws IOException {
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
      DatagramPacket packet = new DatagramPacket(new byte[MAX_BYTES], MAX_BYTES);
      while (replies < MAX_REPLIES) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
          return null;
        }
        socket.setSoTimeout((int) left);
        packet.setLength(MAX_BYTES);
        try {
          socket.receive(packet);
        } catch (SocketTimeoutException e) {
          return null;
        }
        replies++;
        @Nullable R answer = reader.read(Arrays.copyOf(packet.getData(), packet.getLength()));
        if (answer != null) {
          return answer;
        }
      }
      return null;
    }
  }
}
