package net.groupvpn.client.portmap;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import net.groupvpn.overlay.io.SocketSetup;

/** Answers each datagram with those that a test specifies. */
final class FakeRouter implements AutoCloseable {
  private final DatagramSocket socket;
  private final Function<byte[], List<byte[]>> answers;
  private final List<byte[]> asked = Collections.synchronizedList(new ArrayList<>());

  FakeRouter(Function<byte[], List<byte[]>> answers) throws IOException {
    this.answers = answers;
    socket = new DatagramSocket(new InetSocketAddress(loopback(), 0));
    Thread thread = new Thread(this::serve, "router");
    thread.setDaemon(true);
    thread.start();
  }

  static Inet4Address loopback() throws IOException {
    return (Inet4Address) InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  }

  static Gateway gateway() throws IOException {
    return new Gateway(loopback(), loopback());
  }

  UdpExchange exchange() {
    return new UdpExchange(socket.getLocalPort(), () -> false, SocketSetup.NONE);
  }

  List<byte[]> asked() {
    return List.copyOf(asked);
  }

  private void serve() {
    DatagramPacket packet = new DatagramPacket(new byte[2_048], 2_048);
    try {
      while (true) {
        socket.receive(packet);
        byte[] request = Arrays.copyOf(packet.getData(), packet.getLength());
        asked.add(request);
        for (byte[] answer : answers.apply(request)) {
          socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
        packet.setLength(2_048);
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
