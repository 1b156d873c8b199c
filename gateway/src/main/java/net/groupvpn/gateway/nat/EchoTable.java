package net.groupvpn.gateway.nat;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import net.groupvpn.dhcpdns.packet.IcmpEcho;
import net.groupvpn.dhcpdns.packet.InternetChecksum;
import net.groupvpn.dhcpdns.packet.Ipv4Packet;
import net.groupvpn.dhcpdns.packet.Ipv6Packet;
import net.groupvpn.dhcpdns.packet.PacketBytes;

/**
 * Pings that wait for their answer (RFC 5508). All share the sockets of this machine; each has a
 * sequence number of its own outside. When all places are taken, the ping that has waited for
 * longest gives its own up: most likely nobody answers it.
 */
final class EchoTable {
  /** RFC 5508 REQ-2. */
  static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** All members together. */
  static final int MAX_WAITING = 16_384;

  private static final int SEQUENCES = 1 << 16;
  private static final int ID_AT = 4;
  private static final int CHECKSUM_AT = 2;
  private static final int REPLY4 = 0;
  private static final int REPLY6 = 129;
  private static final int HOP_LIMIT = 64;

  private final NatContext context;
  private final ExitGuard guard;
  private final Map<Integer, Waiting> waiting = new LinkedHashMap<>();
  private int nextSequence;

  private final class Waiting extends Timed {
    private final MemberAccount account;
    private final NatAddress member;
    private final NatAddress remote;
    private final int outsideSequence;

    /** Identifier and sequence number, as the member has them. */
    private final int numbers;

    private Waiting(MemberAccount account, IpPacket packet, int outsideSequence) {
      this.account = account;
      this.member = packet.source;
      this.remote = packet.destination;
      this.outsideSequence = outsideSequence;
      this.numbers = PacketBytes.i32(packet.bytes, packet.payloadAt + ID_AT);
    }

    @Override
    void onDue(long now) {
      end(this);
    }
  }

  EchoTable(NatContext context, ExitGuard guard) {
    this.context = context;
    this.guard = guard;
  }

  int size() {
    return waiting.size();
  }

  /** A member's packet whose protocol is ICMP; all but whole echo requests is dropped. */
  void onPacket(long now, MemberAccount account, IpPacket packet) {
    boolean isRequest =
        packet.isIpv4
            ? IcmpEcho.isRequest4(packet.bytes, 0)
            : packet.payloadAt == Ipv6Packet.HEADER_BYTES && IcmpEcho.isRequest6(packet.bytes, 0);
    if (!isRequest) {
      context.counts().increment(NatCounter.DROPPED_PROTOCOL);
      return;
    }
    if (!guard.mayGo(now, account, packet.destination, packet.bytes)) {
      return;
    }
    int identifier = PacketBytes.u16(packet.bytes, packet.payloadAt + ID_AT);
    if (!account.echoes.tryTake(now, identifier)) {
      context.counts().increment(NatCounter.DROPPED_ECHO_RATE);
      return;
    }
    makeRoom(account);
    send(now, account, packet);
  }

  private void makeRoom(MemberAccount account) {
    Timed oldest = null;
    if (account.echoesWaiting.size() >= context.limits().echoPerMember()) {
      oldest = account.echoesWaiting.iterator().next();
    } else if (waiting.size() >= MAX_WAITING) {
      oldest = waiting.values().iterator().next();
    }
    if (oldest instanceof Waiting echo) {
      context.counts().increment(NatCounter.DROPPED_ECHO_LIMIT);
      end(echo);
    }
  }

  private void send(long now, MemberAccount account, IpPacket packet) {
    int sequence = freeSequence();
    int dataAt = packet.payloadAt + IcmpEcho.HEADER_BYTES;
    byte[] data = Arrays.copyOfRange(packet.bytes, dataAt, packet.payloadAt + packet.payloadBytes);
    if (!context.outside().sendEcho(packet.destination.toInetAddress(), sequence, data)) {
      context.counts().increment(NatCounter.DROPPED_ECHO_UNAVAILABLE);
      return;
    }
    context.counts().increment(NatCounter.ECHO_REQUEST);
    Waiting echo = new Waiting(account, packet, sequence);
    waiting.put(sequence, echo);
    account.echoesWaiting.add(echo);
    echo.set(NatTimer.IDLE, now + IDLE_NANOS);
    context.deadlines().schedule(echo);
  }

  private int freeSequence() {
    do {
      nextSequence = (nextSequence + 1) % SEQUENCES;
    } while (waiting.containsKey(nextSequence));
    return nextSequence;
  }

  /** An echo reply has come. */
  void onReply(InetAddress from, int sequence, byte[] data) {
    Waiting echo = waiting.get(sequence);
    if (echo == null || !echo.remote.equals(NatAddress.of(from))) {
      context.counts().increment(NatCounter.DROPPED_ECHO_UNASKED);
      return;
    }
    end(echo);
    boolean isIpv4 = echo.member.isIpv4();
    int icmp = isIpv4 ? Ipv4Packet.MIN_HEADER_BYTES : Ipv6Packet.HEADER_BYTES;
    int length = IcmpEcho.HEADER_BYTES + data.length;
    byte[] packet = new byte[icmp + length];
    PacketBytes.put16(packet, icmp, (isIpv4 ? REPLY4 : REPLY6) << Byte.SIZE);
    PacketBytes.put32(packet, icmp + ID_AT, echo.numbers);
    System.arraycopy(data, 0, packet, icmp + IcmpEcho.HEADER_BYTES, data.length);
    long pseudo = writeIpHeader(packet, echo, length);
    int checksum = InternetChecksum.finish(pseudo + InternetChecksum.sum(packet, icmp, length));
    PacketBytes.put16(packet, icmp + CHECKSUM_AT, checksum);
    context.output().send(echo.account, packet);
  }

  /** Returns the sum over the pseudo-header; ICMP over IPv4 has none. */
  private static long writeIpHeader(byte[] packet, Waiting echo, int length) {
    NatAddress from = echo.remote;
    NatAddress to = echo.member;
    if (to.isIpv4()) {
      Ipv4Packet.writeHeader(packet, 0, from.ipv4(), to.ipv4(), Ipv4Packet.ICMP, length);
      return 0;
    }
    Ipv6Packet.writeHeader(packet, 0, Ipv6Packet.ICMP, HOP_LIMIT, length);
    Ipv6Packet.writeAddresses(packet, 0, from.high(), from.low(), to.high(), to.low());
    return InternetChecksum.pseudoHeader6(packet, 0, Ipv6Packet.ICMP, length);
  }

  /** Forgets the pings of a member. */
  void forget(MemberAccount account) {
    waiting.values().stream().filter(e -> e.account == account).toList().forEach(this::end);
  }

  private void end(Waiting echo) {
    context.deadlines().remove(echo);
    waiting.remove(echo.outsideSequence);
    echo.account.echoesWaiting.remove(echo);
  }
}
