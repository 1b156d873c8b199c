package net.groupvpn.client.dataplane;

import static net.groupvpn.client.dataplane.DataPlaneBed.ME4;
import static net.groupvpn.client.dataplane.DataPlaneBed.PEER;
import static net.groupvpn.client.dataplane.DataPlaneBed.PEER4;
import static net.groupvpn.client.dataplane.DataPlaneBed.PEER_ENDPOINT;
import static net.groupvpn.client.dataplane.DataPlaneBed.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.path.Path.RelayPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** PEER asks this node to forward to STRANGER, and the other way round. */
@Timeout(60)
class RelayTest {
  private static final int STRANGER_INDEX = 0x777;
  private static final int INDEX_FOR_STRANGER = 0x999;
  private static final int SHORT_MTU_BYTES = 1_390;
  private static final byte[] FRAME =
      "a frame that only its receiver can open".getBytes(StandardCharsets.US_ASCII);

  private final DataPlaneBed bed = DataPlaneBed.withPeer();
  private final FakeRecords.Sealer fromStranger = new FakeRecords.Sealer(INDEX_FOR_STRANGER);

  @AfterEach
  void close() throws InterruptedException {
    bed.close();
  }

  private void publishStranger(Path path) {
    bed.publish(STRANGER, STRANGER_INDEX, INDEX_FOR_STRANGER, path);
  }

  @Test
  void aFrameIsForwardedWithItsSourceInsteadOfItsDestination() throws Exception {
    publishStranger(new DirectPath(DataPlaneBed.STRANGER_ENDPOINT));
    peerAsksFor(STRANGER, FRAME);
    byte[] datagram = bed.nextDatagram(DataPlaneBed.STRANGER_ENDPOINT);
    byte[] record = opened(datagram, STRANGER_INDEX);
    assertThat(record[0]).isEqualTo((byte) DataFrame.RELAYED);
    assertThat(PEER.matches(record, 1)).isTrue();
    assertThat(Arrays.copyOfRange(record, 21, record.length)).isEqualTo(FRAME);
    bed.awaitCount(PacketCount.RELAYED, 1);
  }

  @Test
  void nothingIsForwardedToStrangersToOneselfOrHopByHop() throws Exception {
    peerAsksFor(STRANGER, FRAME);
    peerAsksFor(PEER, FRAME);
    bed.awaitCount(PacketCount.RELAY_NO_ROUTE, 2);
    publishStranger(new OverlayPath(STRANGER, null));
    peerAsksFor(STRANGER, FRAME);
    bed.awaitCount(PacketCount.RELAY_NO_ROUTE, 3);
    bed.assertNothingPassed();
  }

  @Test
  void oneSourceCannotUseMoreThanItsShare() throws Exception {
    publishStranger(new DirectPath(DataPlaneBed.STRANGER_ENDPOINT));
    byte[] frame = new byte[1_000];
    int asked = 500;
    for (int i = 0; i < asked; i++) {
      peerAsksFor(STRANGER, frame);
    }
    bed.awaitAtLeast(PacketCount.RELAY_LIMIT, 1);
    while (bed.plane.count(PacketCount.RELAY_LIMIT) + bed.plane.count(PacketCount.RELAYED)
        < asked) {
      Thread.onSpinWait();
    }
    long passed = bed.plane.count(PacketCount.RELAYED);
    assertThat(passed * (frame.length + 21)).isLessThanOrEqualTo(Relay.BURST_BYTES);
    bed.bootNanos.addAndGet(1_000_000_000L);
    peerAsksFor(STRANGER, frame);
    bed.awaitAtLeast(PacketCount.RELAYED, passed + 1);
  }

  @Test
  void aRelayedPacketIsOpenedAndItsSourceChecked() throws Exception {
    publishStranger(new DirectPath(DataPlaneBed.STRANGER_ENDPOINT));
    byte[] packet = Packets.ipv4(PEER4, ME4);
    byte[] inner = bed.sealedByPeer(Packets.record(packet));
    strangerSends(relayRecord(DataFrame.RELAYED, PEER, inner));
    assertThat(bed.systemReceivesPacket()).isEqualTo(packet);

    strangerSends(relayRecord(DataFrame.RELAYED, PEER, inner));
    bed.awaitCount(PacketCount.INBOUND_REPLAYED, 1);
    byte[] nested = relayRecord(DataFrame.RELAYED, PEER, new byte[] {3, 1, 0, 0});
    strangerSends(nested);
    strangerSends(relayRecord(DataFrame.RELAYED, STRANGER, sealedByStranger(nested)));
    bed.awaitCount(PacketCount.INBOUND_MALFORMED, 2);
  }

  @Test
  void aPacketForAPeerBehindARelayIsSealedForBoth() throws Exception {
    publishStranger(new DirectPath(DataPlaneBed.STRANGER_ENDPOINT));
    bed.publishPeer(new RelayPath(STRANGER, PEER), SHORT_MTU_BYTES, true);
    byte[] packet = Packets.ipv4(ME4, PEER4);

    bed.systemSends(packet);

    byte[] record = opened(bed.nextDatagram(DataPlaneBed.STRANGER_ENDPOINT), STRANGER_INDEX);
    assertThat(record[0]).isEqualTo((byte) DataFrame.RELAY);
    assertThat(PEER.matches(record, 1)).isTrue();
    assertThat(bed.openedByPeer(Arrays.copyOfRange(record, 21, record.length))).isEqualTo(packet);
  }

  @Test
  void withoutALegToTheRelayNothingIsSent() throws Exception {
    bed.publishPeer(new RelayPath(STRANGER, PEER), SHORT_MTU_BYTES, true);
    bed.systemSends(Packets.ipv4(ME4, PEER4));
    bed.awaitCount(PacketCount.OUTBOUND_NO_RELAY, 1);

    publishStranger(new OverlayPath(STRANGER, null));
    bed.systemSends(Packets.ipv4(ME4, PEER4));
    bed.awaitCount(PacketCount.OUTBOUND_NO_RELAY, 2);
    bed.assertNothingPassed();
  }

  @Test
  void aRelayedFrameThatComesInPiecesIsPutTogether() throws Exception {
    publishStranger(new DirectPath(DataPlaneBed.STRANGER_ENDPOINT));
    byte[] packet = Packets.ipv4(PEER4, ME4);
    byte[] whole = relayRecord(DataFrame.RELAYED, PEER, bed.sealedByPeer(Packets.record(packet)));
    FragmentCutter cutter = new FragmentCutter();
    int pieces = cutter.begin(whole.length, whole.length / 2);

    for (int i = 0; i < pieces; i++) {
      byte[] piece = new byte[whole.length];
      int length = cutter.write(i, whole, 0, piece, 0);
      strangerSends(Arrays.copyOf(piece, length));
    }

    assertThat(bed.systemReceivesPacket()).isEqualTo(packet);
  }

  @Test
  void whatCameByARelayIsNotRelayedOn() throws Exception {
    publishStranger(new DirectPath(DataPlaneBed.STRANGER_ENDPOINT));
    bed.publishPeer(new RelayPath(STRANGER, PEER), SHORT_MTU_BYTES, true);
    byte[] chained = bed.sealedByPeer(relayRecord(DataFrame.RELAY, STRANGER, FRAME));

    strangerSends(relayRecord(DataFrame.RELAYED, PEER, chained));

    bed.awaitCount(PacketCount.RELAY_NO_ROUTE, 1);
    bed.assertNothingPassed();
  }

  private void peerAsksFor(NodeId destination, byte[] frame) throws InterruptedException {
    bed.port.deliver(
        PEER_ENDPOINT, bed.sealedByPeer(relayRecord(DataFrame.RELAY, destination, frame)));
  }

  private void strangerSends(byte[] record) throws InterruptedException {
    bed.port.deliver(DataPlaneBed.STRANGER_ENDPOINT, sealedByStranger(record));
  }

  private byte[] sealedByStranger(byte[] record) {
    byte[] frame = new byte[record.length + 30];
    fromStranger.seal(record, 0, record.length, frame, 0);
    return frame;
  }

  private static byte[] relayRecord(int kind, NodeId node, byte[] frame) {
    byte[] record = new byte[DataFrame.RELAY_HEADER_BYTES + frame.length];
    record[0] = (byte) kind;
    node.write(record, 1);
    System.arraycopy(frame, 0, record, DataFrame.RELAY_HEADER_BYTES, frame.length);
    return record;
  }

  private static byte[] opened(byte[] datagram, int index) {
    byte[] plain = new byte[datagram.length];
    int length = new FakeRecords.Opener(index).open(datagram, 0, datagram.length, plain, 0, 0);
    return Arrays.copyOf(plain, length);
  }
}
