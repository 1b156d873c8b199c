package net.groupvpn.gateway.nat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An Internet without sockets. */
final class FakeOutside implements Outside {
  final List<FakeServer> servers = new ArrayList<>();
  final List<InetSocketAddress> connects = new ArrayList<>();
  final List<FakePort> ports = new ArrayList<>();
  final List<Echo> echoes = new ArrayList<>();
  boolean hasSockets = true;
  boolean mayPing = true;
  Sent sent = Sent.YES;

  record Echo(InetAddress to, int sequence, byte[] data) {}

  record Datagram(InetSocketAddress to, byte[] payload) {}

  /** A port, and what was sent from it. */
  final class FakePort implements DatagramPort {
    final UdpMapping mapping;
    final List<Datagram> datagrams = new ArrayList<>();
    boolean isClosed;

    private FakePort(UdpMapping mapping) {
      this.mapping = mapping;
    }

    @Override
    public Sent send(InetSocketAddress to, ByteBuffer payload) {
      byte[] bytes = new byte[payload.remaining()];
      payload.get(bytes);
      datagrams.add(new Datagram(to, bytes));
      return sent;
    }

    @Override
    public void close() {
      isClosed = true;
    }
  }

  @Override
  public @Nullable Connection connect(NatFlow flow, InetSocketAddress server) {
    if (!hasSockets) {
      return null;
    }
    connects.add(server);
    FakeServer connection = new FakeServer(flow);
    servers.add(connection);
    return connection;
  }

  @Override
  public @Nullable DatagramPort openPort(UdpMapping mapping, boolean isIpv4) {
    if (!hasSockets) {
      return null;
    }
    FakePort port = new FakePort(mapping);
    ports.add(port);
    return port;
  }

  @Override
  public boolean sendEcho(InetAddress to, int sequence, byte[] data) {
    echoes.add(new Echo(to, sequence, data));
    return mayPing;
  }

  FakeServer lastServer() {
    return servers.get(servers.size() - 1);
  }

  FakePort lastPort() {
    return ports.get(ports.size() - 1);
  }
}
