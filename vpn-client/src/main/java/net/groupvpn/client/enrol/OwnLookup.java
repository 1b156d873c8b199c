package net.groupvpn.client.enrol;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import net.groupvpn.client.http.DeadlineInput;
import net.groupvpn.client.http.OwnHttp;
import net.groupvpn.dhcpdns.name.OutsideMessages;
import net.groupvpn.overlay.io.SocketSetup;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Looks names up over sockets of its own, which are prepared before their first packet: the C
 * library's cannot be. Asks name servers in turn, by UDP, and by TCP what is truncated. Blocks for
 * some seconds at most; thread-safe.
 */
final class OwnLookup implements OwnHttp.Names {
  /** Most addresses of a name. */
  static final int MAX_ADDRESSES = 8;

  /** How long one server may take. */
  private static final int PATIENCE_MILLIS = 2_000;

  /** How long all of them may take, after which nobody else is asked. */
  private static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(6);

  private static final int ROUNDS = 2;
  private static final int MAX_DATAGRAM_BYTES = 4_096;
  private static final int MAX_ALIASES = 8;
  private static final int IDS = 1 << Short.SIZE;
  private static final int[] TYPES = {Type.A, Type.AAAA};
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Logger LOG = LoggerFactory.getLogger(OwnLookup.class);

  private final SocketSetup sockets;
  private final Supplier<List<InetAddress>> servers;
  private final int port;

  /**
   * Asks nobody yet.
   *
   * @param sockets what is done to each socket first
   * @param servers whom to ask, in this order
   */
  OwnLookup(SocketSetup sockets, Supplier<List<InetAddress>> servers, int port) {
    this.sockets = sockets;
    this.servers = servers;
    this.port = port;
  }

  @Override
  public InetAddress[] find(String host) throws UnknownHostException {
    Name name = nameOf(host);
    long begun = System.nanoTime();
    List<InetAddress> asked = servers.get();
    for (int round = 0; round < ROUNDS; round++) {
      for (InetAddress server : asked) {
        List<InetAddress> found = ask(server, name);
        if (!found.isEmpty()) {
          return found.toArray(InetAddress[]::new);
        }
        if (System.nanoTime() - begun > MAX_NANOS) {
          throw new UnknownHostException(host + ": no name server answers");
        }
      }
    }
    throw new UnknownHostException(
        asked.isEmpty() ? host + ": no name server is known" : host + ": not found");
  }

  private static Name nameOf(String host) throws UnknownHostException {
    try {
      return Name.fromString(host.endsWith(".") ? host : host + ".");
    } catch (IOException e) {
      throw new UnknownHostException(host + " is not a name");
    }
  }

  private List<InetAddress> ask(InetAddress server, Name name) {
    List<InetAddress> found = new ArrayList<>();
    for (int type : TYPES) {
      try {
        Message question = Message.newQuery(Record.newRecord(name, type, DClass.IN));
        question.getHeader().setID(RANDOM.nextInt(IDS));
        found.addAll(addresses(name, answer(new InetSocketAddress(server, port), question)));
      } catch (IOException e) {
        LOG.debug("{} does not answer for {}: {}", server, name, e.getMessage());
        return found;
      }
    }
    return found.size() > MAX_ADDRESSES ? found.subList(0, MAX_ADDRESSES) : found;
  }

  private Message answer(InetSocketAddress server, Message question) throws IOException {
    Message reply = byDatagram(server, question);
    return reply.getHeader().getFlag(Flags.TC) ? byStream(server, question) : reply;
  }

  private Message byDatagram(InetSocketAddress server, Message question) throws IOException {
    boolean isIpv4 = server.getAddress() instanceof Inet4Address;
    try (DatagramChannel channel =
        DatagramChannel.open(isIpv4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6)) {
      sockets.prepare(channel);
      channel.connect(server);
      DatagramSocket socket = channel.socket();
      byte[] query = question.toWire();
      socket.send(new DatagramPacket(query, query.length, server));
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
      while (true) {
        socket.setSoTimeout(DeadlineInput.millisUntil(end));
        DatagramPacket packet =
            new DatagramPacket(new byte[MAX_DATAGRAM_BYTES], MAX_DATAGRAM_BYTES);
        socket.receive(packet);
        Message reply = reply(question, Arrays.copyOf(packet.getData(), packet.getLength()));
        if (reply != null) {
          return reply;
        }
      }
    }
  }

  private Message byStream(InetSocketAddress server, Message question) throws IOException {
    try (SocketChannel channel = SocketChannel.open()) {
      sockets.prepare(channel);
      Socket socket = channel.socket();
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
      socket.connect(server, PATIENCE_MILLIS);
      byte[] query = question.toWire();
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.writeShort(query.length);
      out.write(query);
      DataInputStream in = new DataInputStream(new DeadlineInput(socket, end));
      byte[] bytes = new byte[in.readUnsignedShort()];
      in.readFully(bytes);
      Message reply = reply(question, bytes);
      if (reply == null) {
        throw new IOException("what came by TCP answers something else");
      }
      return reply;
    }
  }

  /** Null if it is no answer to that question. */
  private static @Nullable Message reply(Message question, byte[] bytes) {
    try {
      Message reply = new Message(bytes);
      return OutsideMessages.isReplyTo(question, reply) ? reply : null;
    } catch (IOException | RuntimeException e) {
      // The library documents only IOException; hostile bytes may trigger other exceptions in it.
      LOG.debug("a malformed answer: {}", e.getMessage());
      return null;
    }
  }

  /** Those of the name, and of what it is an alias for. */
  private static List<InetAddress> addresses(Name name, Message reply) {
    List<Record> records = reply.getSection(Section.ANSWER);
    Set<Name> names = new LinkedHashSet<>(Set.of(name));
    for (int i = 0; i < MAX_ALIASES; i++) {
      for (Record record : records) {
        if (record instanceof CNAMERecord alias && names.contains(alias.getName())) {
          names.add(alias.getTarget());
        }
      }
    }
    List<InetAddress> found = new ArrayList<>();
    for (Record record : records) {
      if (names.contains(record.getName())) {
        if (record instanceof ARecord ipv4) {
          found.add(ipv4.getAddress());
        } else if (record instanceof AAAARecord ipv6) {
          found.add(ipv6.getAddress());
        }
      }
    }
    return found;
  }
}
