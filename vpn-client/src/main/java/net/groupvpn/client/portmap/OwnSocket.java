package net.groupvpn.client.portmap;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import net.groupvpn.overlay.io.SocketSetup;

/** Sockets at this machine's address in the router's network. */
final class OwnSocket {
  private OwnSocket() {}

  /** Opens one, at any port. */
  static DatagramSocket open(Gateway gateway, SocketSetup setup) throws IOException {
    DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
    try {
      setup.prepare(channel);
      channel.bind(new InetSocketAddress(gateway.own(), 0));
      return channel.socket();
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }
}
