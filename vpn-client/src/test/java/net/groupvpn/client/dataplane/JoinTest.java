package net.groupvpn.client.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.groupvpn.client.dataplane.DataPlane.Threads;
import net.groupvpn.client.device.InMemoryPort;
import net.groupvpn.client.device.Offload;
import net.groupvpn.client.device.VirtioHeader;
import net.groupvpn.dhcpdns.packet.InternetChecksum;
import net.groupvpn.dhcpdns.packet.Ipv6Packet;
import net.groupvpn.dhcpdns.packet.PacketBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Frames leave through one data plane and return through it with the addresses swapped. Joined
 * frames must cut into exactly the packets that were sent.
 */
@Timeout(60)
class JoinTest {
  private final Random random = new Random(11);
  private final DataPlaneBed bed = DataPlaneBed.withPeer();

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aTcpBurstArrivesAsOneFrame(boolean isIpv6) throws Exception {
    try (bed) {
      byte[] payload = Flows.randomBytes(random, 20_500);
      List<byte[]> sent = burst(isIpv6, payload, Flows.ACK | Flows.PSH, 1_000);
      deliver(bed, sent);
      byte[] frame = systemReceives(bed);
      assertThat(VirtioHeader.segmentBytes(frame)).isEqualTo(1_000);
      assertThat(Flows.cut(frame)).containsExactlyElementsOf(sent);
      assertThat(bed.tap.takeForSystem(0)).isNull();
      bed.awaitCount(PacketCount.INBOUND_DELIVERED, sent.size());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aUdpBurstArrivesAsOneFrame(boolean isIpv6) throws Exception {
    try (bed) {
      List<byte[]> sent = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        sent.add(exchanged(Flows.udp(isIpv6, Flows.randomBytes(random, i == 19 ? 5 : 64), i)));
      }
      deliver(bed, sent);
      byte[] frame = systemReceives(bed);
      assertThat(VirtioHeader.segmentation(frame)).isEqualTo(VirtioHeader.GSO_UDP);
      assertThat(Flows.cut(frame)).containsExactlyElementsOf(sent);
    }
  }

  @Test
  void anythingAtAllArrivesUnharmedAndInOrder() throws Exception {
    try (bed) {
      for (int round = 0; round < 300; round++) {
        List<byte[]> sent = mixture();
        deliver(bed, sent);
        List<byte[]> received = new ArrayList<>();
        while (received.size() < sent.size()) {
          received.addAll(Flows.cut(systemReceives(bed)));
        }
        assertThat(received).as("round " + round).containsExactlyElementsOf(sent);
      }
    }
  }

  @Test
  void aForgedOrRepeatedRecordInTheMiddleHarmsNothing() throws Exception {
    try (bed) {
      List<byte[]> sent = burst(false, Flows.randomBytes(random, 5_000), Flows.ACK, 1_000);
      List<byte[]> sealed = new ArrayList<>();
      for (byte[] packet : sent) {
        sealed.add(bed.sealedByPeer(partialRecord(packet)));
      }
      byte[] forged = sealed.get(2).clone();
      forged[forged.length - 1] ^= 1;
      sealed.add(2, forged);
      sealed.add(4, sealed.get(1).clone());
      deliverSealed(bed, sealed);
      assertThat(Flows.cut(systemReceives(bed))).containsExactlyElementsOf(sent);
      bed.awaitCount(PacketCount.INBOUND_FORGED, 1);
      bed.awaitCount(PacketCount.INBOUND_REPLAYED, 1);
    }
  }

  @Test
  void whatTheDeviceCannotDoIsDoneHere() throws Exception {
    try (DataPlaneBed plain = DataPlaneBed.withPeer(Set.of(), Threads.TWO)) {
      List<byte[]> sent = burst(true, Flows.randomBytes(random, 3_000), Flows.ACK, 1_000);
      deliver(plain, sent);
      for (byte[] packet : sent) {
        byte[] frame = systemReceives(plain);
        assertThat(VirtioHeader.needsChecksum(frame)).isFalse();
        assertThat(Arrays.copyOfRange(frame, Frame.IP, frame.length)).isEqualTo(packet);
      }
    }
    bed.close();
  }

  @Test
  void aDeviceThatRefusesJoinedFramesGetsEveryPacketByItselfAtOnce() throws Exception {
    try (bed) {
      bed.tap.refuseMany();
      List<byte[]> all = new ArrayList<>();
      for (int round = 0; round < 50; round++) {
        all.addAll(mixture());
      }
      deliver(bed, all);
      List<byte[]> received = new ArrayList<>();
      while (received.size() < all.size()) {
        received.addAll(Flows.cut(systemReceives(bed)));
      }
      assertThat(received).containsExactlyElementsOf(all);
      bed.awaitCount(PacketCount.INBOUND_DELIVERED, all.size());
      assertThat(bed.plane.count(PacketCount.INBOUND_WRITE)).isZero();
    }
  }

  @Test
  void withoutUsoOnlyTcpIsJoined() throws Exception {
    Set<Offload> some = EnumSet.of(Offload.CHECKSUM, Offload.TSO);
    try (DataPlaneBed limited = DataPlaneBed.withPeer(some, Threads.ONE)) {
      List<byte[]> udp = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        udp.add(exchanged(Flows.udp(false, new byte[50], i)));
      }
      deliver(limited, udp);
      for (byte[] packet : udp) {
        assertThat(Flows.cut(systemReceives(limited))).containsExactly(packet);
      }
    }
    bed.close();
  }

  /** Segments of one flow, mixed with segments that differ in every way that forbids joining. */
  private List<byte[]> mixture() {
    List<byte[]> packets = new ArrayList<>();
    boolean isIpv6 = random.nextBoolean();
    int sequence = random.nextInt();
    int id = random.nextInt(0x10000);
    for (int i = 0; i < 12; i++) {
      int length = random.nextInt(4) == 0 ? random.nextInt(600) : 500;
      int flags = random.nextInt(6) == 0 ? oneOf(Flows.PSH, Flows.FIN, Flows.SYN, Flows.CWR) : 0;
      byte[] packet =
          Flows.tcp(
              new Flows.Tcp(isIpv6, sequence, Flows.ACK | flags, id++),
              Flows.randomBytes(random, length));
      packets.add(exchanged(random.nextInt(5) == 0 ? changed(packet) : packet));
      sequence += length + (random.nextInt(8) == 0 ? 1 : 0);
      if (random.nextInt(6) == 0) {
        packets.add(exchanged(Flows.udp(isIpv6, Flows.randomBytes(random, 33), id)));
      }
    }
    return packets;
  }

  private int oneOf(int... values) {
    return values[random.nextInt(values.length)];
  }

  /** Another TTL, traffic class, acknowledgement, window or option. */
  private byte[] changed(byte[] packet) {
    boolean isIpv6 = Transport.isIpv6(packet, 0);
    int tcp = isIpv6 ? Ipv6Packet.HEADER_BYTES : 20;
    int at =
        isIpv6
            ? oneOf(1, 3, 7, tcp + 8, tcp + 14, tcp + 30)
            : oneOf(1, 8, tcp + 8, tcp + 14, tcp + 30);
    byte[] other = packet.clone();
    other[at] ^= 1;
    if (!isIpv6) {
      PacketBytes.put16(other, 10, 0);
      PacketBytes.put16(other, 10, InternetChecksum.finish(InternetChecksum.sum(other, 0, 20)));
    }
    return Flows.finished(other);
  }

  private static List<byte[]> burst(boolean isIpv6, byte[] payload, int flags, int segment) {
    byte[] whole = Flows.tcp(new Flows.Tcp(isIpv6, 1_000, flags, 5), payload);
    List<byte[]> packets = new ArrayList<>();
    Flows.cut(Flows.superFrame(whole, 66, segment)).forEach(one -> packets.add(exchanged(one)));
    return packets;
  }

  /**
   * From the peer to this node; the sum of the addresses stays the same, and so do all checksums.
   */
  private static byte[] exchanged(byte[] packet) {
    byte[] other = packet.clone();
    int length = Transport.isIpv6(packet, 0) ? 16 : 4;
    int source = Transport.isIpv6(packet, 0) ? 8 : 12;
    System.arraycopy(packet, source, other, source + length, length);
    System.arraycopy(packet, source + length, other, source, length);
    return other;
  }

  private static byte[] partialRecord(byte[] packet) {
    byte[] record = Packets.record(packet);
    record[0] |= (byte) DataFrame.PARTIAL_CHECKSUM;
    int transport = Transport.find(record, 1, packet.length);
    Transport.writePartial(record, 1, transport, record.length - transport);
    return record;
  }

  private static void deliver(DataPlaneBed to, List<byte[]> packets) throws InterruptedException {
    List<byte[]> sealed = new ArrayList<>();
    for (byte[] packet : packets) {
      sealed.add(to.sealedByPeer(partialRecord(packet)));
    }
    deliverSealed(to, sealed);
  }

  /** In messages of datagrams of equal length, as UDP_GRO makes them. */
  private static void deliverSealed(DataPlaneBed to, List<byte[]> sealed)
      throws InterruptedException {
    int at = 0;
    while (at < sealed.size()) {
      int segment = sealed.get(at).length;
      int end = at + 1;
      while (end < sealed.size()
          && sealed.get(end - 1).length == segment
          && sealed.get(end).length <= segment) {
        end++;
      }
      byte[] message = new byte[0];
      for (byte[] one : sealed.subList(at, end)) {
        int before = message.length;
        message = Arrays.copyOf(message, before + one.length);
        System.arraycopy(one, 0, message, before, one.length);
      }
      InMemoryPort port = to.port;
      port.deliver(DataPlaneBed.PEER_ENDPOINT, message, segment);
      at = end;
    }
  }

  private static byte[] systemReceives(DataPlaneBed from) throws InterruptedException {
    byte[] frame = from.tap.takeWithHeader(10_000);
    if (frame == null) {
      throw new AssertionError("no frame came for the system");
    }
    return frame;
  }
}
