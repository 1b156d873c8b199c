package net.groupvpn.client.dataplane;

import static net.groupvpn.client.dataplane.DataPlaneBed.HOUR;
import static net.groupvpn.client.dataplane.DataPlaneBed.ME4;
import static net.groupvpn.client.dataplane.DataPlaneBed.ME6;
import static net.groupvpn.client.dataplane.DataPlaneBed.PEER;
import static net.groupvpn.client.dataplane.DataPlaneBed.PEER4;
import static net.groupvpn.client.dataplane.DataPlaneBed.PEER6;
import static net.groupvpn.client.dataplane.DataPlaneBed.PEER_ENDPOINT;
import static org.assertj.core.api.Assertions.assertThat;

import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.overlay.path.Path.DirectPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HeldOutboundTest {
  private final DataPlaneBed bed = new DataPlaneBed();

  @AfterEach
  void close() throws InterruptedException {
    bed.close();
  }

  @Test
  void theFirstPacketsWaitForTheRouteAndTheSession() throws Exception {
    byte[] first = Packets.ipv4(ME4, PEER4, 253, new byte[] {1});
    byte[] second = Packets.ipv4(ME4, PEER4, 253, new byte[] {2});
    bed.systemSends(first);
    bed.systemSends(second);
    bed.awaitCount(PacketCount.HELD_OUTBOUND, 2);
    assertThat(bed.inbox.next()).isEqualTo("destination " + PEER4);
    assertThat(bed.inbox.isEmpty()).isTrue();

    bed.routes.put(PEER4, PEER, 1, HOUR);
    bed.assertNothingPassed();
    bed.publishPeer(new DirectPath(PEER_ENDPOINT));
    assertThat(bed.peerReceives()).isEqualTo(first);
    assertThat(bed.peerReceives()).isEqualTo(second);
    assertThat(bed.plane.heldPackets()).isZero();
  }

  @Test
  void anIpv6PacketNeedsNoRouteButTheSession() throws Exception {
    byte[] packet = Packets.ipv6(ME6, PEER6);
    bed.systemSends(packet);
    assertThat(bed.inbox.next()).isEqualTo("destination " + PEER6);
    bed.publishPeer(new DirectPath(PEER_ENDPOINT));
    assertThat(bed.peerReceives()).isEqualTo(packet);
  }

  @Test
  void onlyTheNewestPacketsOfADestinationWait() throws Exception {
    int sent = HeldPackets.MAX_PER_KEY + 5;
    for (int i = 0; i < sent; i++) {
      bed.systemSends(Packets.ipv4(ME4, PEER4, 253, new byte[] {(byte) i}));
    }
    bed.awaitCount(PacketCount.HELD_OUTBOUND, sent);
    bed.awaitCount(PacketCount.OUTBOUND_HELD, 5);
    bed.routes.put(PEER4, PEER, 1, HOUR);
    bed.publishPeer(new DirectPath(PEER_ENDPOINT));
    assertThat(bed.peerReceives()).endsWith(5);
    bed.awaitCount(PacketCount.OUTBOUND_FORWARDED, HeldPackets.MAX_PER_KEY);
  }

  @Test
  void aScanOfTheRangeHoldsABoundedNumberOfPackets() throws Exception {
    for (int i = 2; i < 3_000; i++) {
      int network = DataPlaneBed.NETWORK.range().network().bits();
      bed.systemSends(Packets.ipv4(ME4, new Ipv4Address(network + 256 + i)));
    }
    bed.awaitCount(PacketCount.HELD_OUTBOUND, 2_998);
    assertThat(bed.plane.heldPackets()).isEqualTo(HeldPackets.MAX_KEYS);
  }

  @Test
  void theEngineIsAskedAgainAfterASecond() throws Exception {
    bed.systemSends(Packets.ipv4(ME4, PEER4));
    assertThat(bed.inbox.next()).isEqualTo("destination " + PEER4);
    bed.bootNanos.addAndGet(HeldPackets.ASK_AGAIN_NANOS);
    bed.systemSends(Packets.ipv4(ME4, PEER4));
    assertThat(bed.inbox.next()).isEqualTo("destination " + PEER4);
  }

  @Test
  void packetsThatWaitedTooLongAreNotSentAnyMore() throws Exception {
    bed.systemSends(Packets.ipv4(ME4, PEER4, 253, new byte[] {1}));
    bed.awaitCount(PacketCount.HELD_OUTBOUND, 1);
    bed.bootNanos.addAndGet(HeldPackets.MAX_AGE_NANOS + 1);
    bed.systemSends(Packets.ipv4(ME4, PEER4, 253, new byte[] {2}));
    bed.awaitCount(PacketCount.HELD_OUTBOUND, 2);
    bed.routes.put(PEER4, PEER, 1, HOUR);
    bed.publishPeer(new DirectPath(PEER_ENDPOINT));
    assertThat(bed.peerReceives()).endsWith(2);
    bed.awaitCount(PacketCount.OUTBOUND_HELD, 1);
  }

  @Test
  void aRouteThatHasExpiredIsAskedForAgain() throws Exception {
    bed.routes.put(PEER4, PEER, 1, HOUR);
    bed.publishPeer(new DirectPath(PEER_ENDPOINT));
    bed.bootNanos.addAndGet(HOUR);
    bed.systemSends(Packets.ipv4(ME4, PEER4));
    assertThat(bed.inbox.next()).isEqualTo("destination " + PEER4);
  }

  @Test
  void aPeerWhoseSessionIsOverGetsNothing() throws Exception {
    bed.routes.put(PEER4, PEER, 1, HOUR);
    bed.publishPeer(new DirectPath(PEER_ENDPOINT));
    bed.plane.withdraw(PEER);
    bed.systemSends(Packets.ipv4(ME4, PEER4));
    assertThat(bed.inbox.next()).isEqualTo("destination " + PEER4);
    bed.assertNothingPassed();
  }
}
