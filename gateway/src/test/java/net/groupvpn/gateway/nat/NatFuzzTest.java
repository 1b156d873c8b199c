package net.groupvpn.gateway.nat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.groupvpn.dhcpdns.packet.InternetChecksum;
import net.groupvpn.dhcpdns.packet.PacketBytes;
import net.groupvpn.overlay.id.NodeId;
import org.junit.jupiter.api.Test;

/**
 * TestPackets that nobody sends in good faith: nothing throws, and all limits hold. {@code
 * -Dgroupvpn.fuzz.packets=5000000} for a long run, {@code -Dgroupvpn.seed} for another one.
 */
class NatFuzzTest {
  private static final int PACKETS = Integer.getInteger("groupvpn.fuzz.packets", 300_000);
  private static final NatLimits LIMITS =
      new NatLimits(4, 60, 40, 20, 40, 25, 16, 100_000, 100_000, 1 << 20);

  private final Random random = new Random(Long.getLong("groupvpn.seed", 7));
  private final NatBed world = new NatBed(3, LIMITS);

  @Test
  void nothingThrowsAndTheLimitsHold() {
    for (int i = 0; i < PACKETS; i++) {
      NodeId member = random.nextBoolean() ? NatBed.ALICE : NatBed.BOB;
      world.core.onPacket(world.now, member, next());
      if (random.nextInt(8) == 0) {
        world.run(random.nextInt(20) == 0 ? 30_000_000_000L : 1_000_000);
        stirServers();
        world.core.flush(world.now);
        assertLimits();
      }
      forgetOld();
    }
    world.run(9_000_000_000_000L);
    assertThat(world.core.snapshot().bufferBytes()).isZero();
    assertThat(world.core.snapshot().tcpFlows()).isZero();
    assertThat(world.core.snapshot().udpMappings()).isZero();
    assertThat(world.core.snapshot().echoes()).isZero();
    assertThat(world.core.nextTimeoutNanos()).isEqualTo(Long.MAX_VALUE);
    assertThat(world.count(NatCounter.TCP_CONNECTED)).isGreaterThan(PACKETS / 10_000);
  }

  private void assertLimits() {
    NatSnapshot snapshot = world.core.snapshot();
    assertThat(snapshot.tcpFlows()).isLessThanOrEqualTo(60 + TcpTable.MAX_WAITING);
    assertThat(snapshot.udpMappings()).isLessThanOrEqualTo(40);
    assertThat(snapshot.echoes()).isLessThanOrEqualTo(32);
    assertThat(snapshot.bufferBytes()).isLessThanOrEqualTo(1 << 20);
    assertThat(world.toMembers).allMatch(packet -> packet.length <= NatBed.MTU);
  }

  private void forgetOld() {
    if (world.toMembers.size() > 500) {
      world.toMembers.subList(0, 400).clear();
    }
    if (world.outside.servers.size() > 400) {
      world.outside.servers.removeIf(server -> server.isClosed);
    }
    world.outside.connects.clear();
    if (world.outside.echoes.size() > 100) {
      world.outside.echoes.subList(0, 90).clear();
    }
    world.outside.ports.forEach(port -> port.datagrams.clear());
    world.outside.ports.removeIf(port -> port.isClosed);
  }

  private void stirServers() {
    for (FakeServer server : world.outside.servers) {
      if (server.isClosed) {
        continue;
      }
      switch (random.nextInt(12)) {
        case 0 -> server.flow.onServerReset();
        case 1 -> server.flow.onConnectFailed(world.now, random.nextBoolean());
        case 2, 3, 4 -> server.accept(world.now);
        case 5 -> server.endsAfterSending = true;
        case 6 -> server.send(new byte[random.nextInt(40_000)]);
        case 7 -> server.willRead = random.nextInt(3_000);
        default -> server.update(world.now);
      }
    }
  }

  private byte[] next() {
    byte[] packet =
        switch (random.nextInt(8)) {
          case 0 -> udp();
          case 1 -> echo();
          case 2 -> garbage();
          default -> tcp();
        };
    if (random.nextInt(3) != 0) {
      return packet;
    }
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes && packet.length > 0; i++) {
      packet[random.nextInt(Math.min(packet.length, 70))] = (byte) random.nextInt();
    }
    if (random.nextInt(4) == 0) {
      packet = Arrays.copyOf(packet, random.nextInt(packet.length + 20));
    }
    return random.nextInt(4) == 0 ? packet : summed(packet);
  }

  /** With all checksums right again, so that more than a checksum is tested. */
  private static byte[] summed(byte[] packet) {
    int version = packet.length > 0 ? packet[0] >>> 4 : 0;
    int header = version == 6 ? 40 : 20;
    if ((version != 4 && version != 6) || packet.length < header + 20) {
      return packet;
    }
    if (header == 20) {
      PacketBytes.put16(packet, 10, 0);
      int length = Math.min(packet.length, (packet[0] & 15) * 4);
      long sum = InternetChecksum.sum(packet, 0, length);
      PacketBytes.put16(packet, 10, InternetChecksum.finish(sum));
    }
    int protocol = (header == 20 ? packet[9] : packet[6]) & 0xff;
    int at = protocol == TestPackets.TCP ? 16 : protocol == TestPackets.UDP ? 6 : 2;
    return TestPackets.summed(packet, protocol, at);
  }

  private byte[] udp() {
    boolean isIpv4 = random.nextBoolean();
    NatAddress from = isIpv4 ? NatBed.MEMBER : NatBed.MEMBER6;
    NatAddress to = isIpv4 ? NatBed.SERVER : NatBed.SERVER6;
    byte[] data = new byte[random.nextInt(3_000)];
    byte[] packet = TestPackets.udp(from, 1 + random.nextInt(60), to, 53 + random.nextInt(2), data);
    if (data.length > 1_300) {
      var pieces =
          isIpv4
              ? Fragments.cut4(packet, 1_280, random.nextInt(5))
              : Fragments.cut6(packet, 1_280, random.nextInt(5));
      return pieces.get(random.nextInt(pieces.size()));
    }
    return packet;
  }

  private byte[] echo() {
    return TestPackets.echo(NatBed.MEMBER, NatBed.SERVER, 1, 2, new byte[random.nextInt(100)]);
  }

  private byte[] garbage() {
    byte[] packet = new byte[random.nextInt(200)];
    random.nextBytes(packet);
    if (packet.length > 0) {
      packet[0] = (byte) (random.nextBoolean() ? 0x45 : 0x60);
    }
    return packet;
  }

  /** Of few ports, and often about what the NAT last said there. */
  private byte[] tcp() {
    int flags = random.nextInt(4) == 0 ? TestClient.SYN : random.nextInt(64);
    flags = random.nextInt(3) == 0 ? TestClient.ACK : flags;
    byte[] data = new byte[random.nextInt(6) == 0 ? random.nextInt(1_400) : 0];
    int sequence = random.nextInt(3) == 0 ? random.nextInt() : 1_000 + random.nextInt(4_000);
    int acknowledgement = random.nextInt();
    int port = 40_000 + random.nextInt(30);
    for (int i = 0; i < 5 && !world.toMembers.isEmpty(); i++) {
      byte[] said = world.toMembers.get(random.nextInt(world.toMembers.size()));
      if (said.length >= 40 && said[0] == 0x45 && said[9] == TestPackets.TCP) {
        port = PacketBytes.u16(said, 22);
        sequence = PacketBytes.i32(said, 28) + (random.nextInt(3) == 0 ? random.nextInt(2_000) : 0);
        int length = Math.max(said.length - 40, (said[33] & 3) != 0 ? 1 : 0);
        acknowledgement = PacketBytes.i32(said, 24) + random.nextInt(length + 2);
        break;
      }
    }
    byte[] packet = NatFlowTest.segment(sequence, acknowledgement, flags, data);
    PacketBytes.put16(packet, 20, port);
    PacketBytes.put16(packet, 34, random.nextInt(4) == 0 ? 0 : random.nextInt(65_536));
    return TestPackets.summed(packet, TestPackets.TCP, 16);
  }
}
