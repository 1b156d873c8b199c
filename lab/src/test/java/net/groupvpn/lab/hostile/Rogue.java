package net.groupvpn.lab.hostile;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import net.groupvpn.dhcpdns.packet.InternetChecksum;
import net.groupvpn.dhcpdns.packet.Ipv4Packet;
import net.groupvpn.dhcpdns.packet.Ipv6Packet;
import net.groupvpn.dhcpdns.packet.PacketBytes;
import net.groupvpn.overlay.dht.lease.LeaseTimes;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.group.GroupFile;
import net.groupvpn.overlay.host.Realm;
import net.groupvpn.overlay.identity.GroupTrust;
import net.groupvpn.overlay.identity.NodeCertificate;
import net.groupvpn.overlay.identity.NodeKey;
import net.groupvpn.overlay.io.BootClock;
import net.groupvpn.overlay.io.DatagramReceiver;
import net.groupvpn.overlay.io.NioDatagramPort;
import net.groupvpn.overlay.io.NodeLoop;
import net.groupvpn.overlay.io.NodeLoopListener;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.record.PeerSnapshot;
import net.groupvpn.overlay.record.RecordSealer;
import net.groupvpn.overlay.session.IndexAllocator;
import net.groupvpn.overlay.tls.TlsSecurity;

/**
 * A misbehaving client: it speaks the group's protocol with whatever key and certificate it was
 * given. Once it has a session with its victim, it sends echo requests from any inner address,
 * which an honest client would drop before they leave the machine.
 */
final class Rogue implements NodeLoopListener {
  /** What it prints when it has a session with any node. */
  static final String IN = "rogue is in";

  /** What it prints when it has sent everything. */
  static final String SENT = "rogue has sent all";

  private static final int PORT = 7400;

  /** So that the receiver's buffer does not overflow: lost datagrams would prove nothing. */
  private static final long PACE_NANOS = 500_000;

  private static final byte IP_PACKET = 1;
  private static final int ECHO_BYTES = 8;
  private static final int HOP_LIMIT = 64;
  private static final int ECHO_REQUEST_4 = 8;
  private static final int ECHO_REQUEST_6 = 128;

  private final NioDatagramPort port;
  private final Endpoint victim;
  private final InetAddress destination4;
  private final InetAddress destination6;
  private final int count;
  private final List<InetAddress> sources;
  private boolean sent;

  private Rogue(NioDatagramPort port, String[] args) throws IOException {
    this.port = port;
    this.victim = new Endpoint(InetAddress.getByName(args[3]), PORT);
    this.destination4 = InetAddress.getByName(args[4]);
    this.destination6 = InetAddress.getByName(args[5]);
    this.count = Integer.parseInt(args[6]);
    this.sources = Arrays.stream(args).skip(7).map(Rogue::address).toList();
  }

  /**
   * Arguments: group file, key, certificate, the victim's underlay address, its inner IPv4 and IPv6
   * address, how many packets from each source, and the sources.
   */
  public static void main(String[] args) throws Exception {
    GroupFile group = GroupFile.readEnrolled(Files.readAllBytes(Path.of(args[0])));
    NodeKey key = NodeKey.ofPem(Files.readString(Path.of(args[1])));
    NodeCertificate certificate = NodeCertificate.parsePem(Files.readString(Path.of(args[2])));
    SecureRandom random = new SecureRandom();
    TlsSecurity security =
        TlsSecurity.ofGroup(new GroupTrust(group.ca()), group.secret(), key, certificate, random);
    BootClock clock = BootClock.ofPlatform();
    Realm realm =
        Realm.ofGroup(
            group.groupId(),
            new Engine(random, clock.now()),
            new IndexAllocator(),
            security,
            LeaseTimes.STANDARD);
    NioDatagramPort port = NioDatagramPort.open(PORT);
    Rogue rogue = new Rogue(port, args);
    NodeLoop loop =
        new NodeLoop(
            "rogue",
            realm.node(),
            clock::now,
            (to, datagram) -> port.send(to, datagram, 0, datagram.length),
            rogue);
    loop.start();
    loop.execute(
        () -> {
          realm.node().addSeed(rogue.victim);
          realm.node().start();
        });
    new DatagramReceiver("rogue receiver", port, loop::offer, rogue::onCrash).start();
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (IOException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  @Override
  public void onPublish(PeerSnapshot peer) {
    System.out.println(IN);
    if (!sent && peer.path() instanceof DirectPath direct && direct.endpoint().equals(victim)) {
      sent = true;
      for (InetAddress source : sources) {
        for (int i = 0; i < count; i++) {
          send(peer, source);
        }
      }
      System.out.println(SENT);
    }
  }

  private void send(PeerSnapshot peer, InetAddress source) {
    byte[] packet = source.getAddress().length == 4 ? echo4(source) : echo6(source);
    byte[] record = new byte[1 + packet.length];
    record[0] = IP_PACKET;
    System.arraycopy(packet, 0, record, 1, packet.length);
    byte[] frame = new byte[record.length + RecordSealer.OVERHEAD_BYTES];
    int length = peer.sealer().seal(record, 0, record.length, frame, 0);
    port.send(victim, frame, 0, length);
    LockSupport.parkNanos(PACE_NANOS);
  }

  private byte[] echo4(InetAddress source) {
    byte[] packet = new byte[Ipv4Packet.MIN_HEADER_BYTES + ECHO_BYTES];
    int echo =
        Ipv4Packet.writeHeader(
            packet, 0, i32(source), i32(destination4), Ipv4Packet.ICMP, ECHO_BYTES);
    writeEcho(packet, echo, ECHO_REQUEST_4, 0);
    return packet;
  }

  private byte[] echo6(InetAddress source) {
    byte[] packet = new byte[Ipv6Packet.HEADER_BYTES + ECHO_BYTES];
    ByteBuffer from = ByteBuffer.wrap(source.getAddress());
    ByteBuffer to = ByteBuffer.wrap(destination6.getAddress());
    int echo = Ipv6Packet.writeHeader(packet, 0, Ipv6Packet.ICMP, HOP_LIMIT, ECHO_BYTES);
    Ipv6Packet.writeAddresses(
        packet, 0, from.getLong(), from.getLong(), to.getLong(), to.getLong());
    long pseudo = InternetChecksum.pseudoHeader6(packet, 0, Ipv6Packet.ICMP, ECHO_BYTES);
    writeEcho(packet, echo, ECHO_REQUEST_6, pseudo);
    return packet;
  }

  private static void writeEcho(byte[] packet, int echo, int type, long pseudoHeader) {
    PacketBytes.put8(packet, echo, type);
    long sum = pseudoHeader + InternetChecksum.sum(packet, echo, ECHO_BYTES);
    PacketBytes.put16(packet, echo + 2, InternetChecksum.finish(sum));
  }

  private static int i32(InetAddress address) {
    return ByteBuffer.wrap(address.getAddress()).getInt();
  }

  @Override
  public void onCrash(Throwable cause) {
    throw new IllegalStateException("the rogue broke down", cause);
  }
}
