package net.groupvpn.client.dataplane;

import static net.groupvpn.client.dataplane.DataPlaneBed.ME4;
import static net.groupvpn.client.dataplane.DataPlaneBed.ME6;
import static net.groupvpn.client.dataplane.DataPlaneBed.NETWORK;
import static net.groupvpn.client.dataplane.DataPlaneBed.PEER4;
import static net.groupvpn.client.dataplane.DataPlaneBed.PEER6;
import static net.groupvpn.client.dataplane.DataPlaneBed.PEER_ENDPOINT;
import static net.groupvpn.client.dataplane.DataPlaneBed.TAP_MAC;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.groupvpn.dhcpdns.packet.EthernetFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Random and mutated input on both sides: no exception, no growth, every piece counted. */
@Timeout(120)
class HostileInputTest {
  private static final int PIECES = 100_000;
  private static final int MAX_RANDOM_BYTES = 200;

  private static final Set<String> LATER =
      Set.of("dropped.question", "dropped.outbound.held", "dropped.inbound.held");

  private final Random random = new Random(20);

  @Test
  void anyFrameOfTheSystemIsCountedAndNothingBreaks() throws Exception {
    try (DataPlaneBed bed = DataPlaneBed.withPeer()) {
      List<byte[]> seeds = frames();
      for (int i = 0; i < PIECES; i++) {
        bed.tap.sendFromSystem(i % 4 == 0 ? noise() : mutated(seeds));
        drain(bed);
      }
      awaitCounted(bed, PIECES);
      assertThat(bed.plane.heldPackets())
          .isLessThanOrEqualTo(HeldPackets.MAX_KEYS * HeldPackets.MAX_PER_KEY);
      bed.systemSends(Packets.ipv4(ME4, PEER4));
      while (bed.plane.count(PacketCount.OUTBOUND_FORWARDED) == 0) {
        drain(bed);
      }
    }
  }

  @Test
  void anyDatagramIsCountedAndNothingBreaks() throws Exception {
    try (DataPlaneBed bed = DataPlaneBed.withPeer()) {
      byte[] packet = Packets.ipv4(PEER4, ME4);
      for (int i = 0; i < PIECES; i++) {
        bed.port.deliver(
            PEER_ENDPOINT,
            switch (i % 4) {
              case 0 -> noise();
              case 1 -> mutated(List.of(bed.sealedByPeer(Packets.record(packet))));
              case 2 -> bed.sealedByPeer(mutated(List.of(Packets.record(packet))));
              default ->
                  bed.sealedByPeer(mutated(List.of(Packets.record(Packets.ipv6(PEER6, ME6)))));
            });
        drain(bed);
      }
      awaitCounted(bed, PIECES);
      assertThat(bed.plane.heldPackets()).isLessThanOrEqualTo(HeldPackets.MAX_PER_KEY);
      bed.peerSends(packet);
      while (bed.plane.count(PacketCount.INBOUND_DELIVERED) == 0) {
        drain(bed);
      }
    }
  }

  private static List<byte[]> frames() {
    return List.of(
        framed(EthernetFrame.TYPE_ARP, Packets.arpRequest(TAP_MAC, ME4, PEER4)),
        framed(EthernetFrame.TYPE_IPV4, Packets.ipv4(ME4, PEER4)),
        framed(EthernetFrame.TYPE_IPV6, Packets.ipv6(ME6, PEER6)),
        framed(EthernetFrame.TYPE_IPV6, Packets.solicitation(ME6, PEER6)),
        framed(EthernetFrame.TYPE_IPV6, Packets.echo6(ME6, NETWORK.serviceAddress6())),
        framed(
            EthernetFrame.TYPE_IPV4,
            Packets.udp4(ME4, NETWORK.serviceAddress4(), 53, new byte[12])));
  }

  private static byte[] framed(int type, byte[] packet) {
    return Packets.frame(FrameWriter.ROUTER_MAC, TAP_MAC, type, packet);
  }

  private byte[] noise() {
    byte[] bytes = new byte[random.nextInt(MAX_RANDOM_BYTES)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** One of the seeds with up to three bytes changed, possibly truncated. */
  private byte[] mutated(List<byte[]> seeds) {
    byte[] seed = seeds.get(random.nextInt(seeds.size()));
    byte[] bytes =
        random.nextInt(8) == 0 ? Arrays.copyOf(seed, random.nextInt(seed.length)) : seed.clone();
    for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return bytes;
  }

  private static void drain(DataPlaneBed bed) throws InterruptedException {
    while (bed.tap.takeForSystem(0) != null) {}
    while (bed.port.takeSent(0) != null) {}
    while (!bed.inbox.isEmpty()) {
      bed.inbox.next();
    }
  }

  /** Each piece ends in exactly one count; counts of later events do not matter. */
  private static void awaitCounted(DataPlaneBed bed, long pieces) throws InterruptedException {
    while (counted(bed) < pieces) {
      drain(bed);
      assertThat(bed.inbox.failure.get()).isNull();
    }
    assertThat(counted(bed)).isEqualTo(pieces);
  }

  private static long counted(DataPlaneBed bed) {
    return bed.plane.counters().entrySet().stream()
        .filter(count -> !LATER.contains(count.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
