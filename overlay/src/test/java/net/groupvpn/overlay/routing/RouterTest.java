package net.groupvpn.overlay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.session.MessageType;
import net.groupvpn.overlay.time.Now;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;
import org.junit.jupiter.api.Test;

/** One node, 80..., between a source and the target 00...: the smaller an ID, the closer. */
final class RouterTest {
  private static final NodeId SELF = id("80");
  private static final NodeId TARGET = id("00");
  private static final NodeId CLOSEST = id("10");
  private static final NodeId CLOSER = id("20");
  private static final NodeId CLOSE = id("30");
  private static final NodeId FARTHER = id("90");
  private static final NodeId SOURCE = id("f0");

  private final Engine engine = new Engine(new Random(1), new Now(0, 0));
  private final FakeLinks links = new FakeLinks();
  private final Router router = new Router(engine, SELF, links);
  private final List<NodeId> delivered = new ArrayList<>();

  private static NodeId id(String prefix) {
    return NodeId.ofHex(prefix + "00".repeat(NodeId.BYTES - 1));
  }

  RouterTest() {
    links.linked.addAll(List.of(CLOSEST, CLOSER, CLOSE, FARTHER, SOURCE));
    router.handle(PayloadKind.FRAME, (source, target, payload) -> delivered.add(source.node()));
  }

  private static RoutedFrame frame(long frameId, NodeId source, RouteMode mode, int detours) {
    return new RoutedFrame(
        frameId,
        new OverlayPath(source, null),
        new OverlayPath(TARGET, null),
        new RoutedFrame.Budget(RoutedFrame.MAX_HOPS, detours),
        new Way(mode, List.of()),
        PayloadKind.FRAME,
        new byte[] {1});
  }

  private void receive(NodeId from, RoutedFrame frame) {
    router.onRouted(from, frame.toMessage());
  }

  private void noRoute(NodeId from, long frameId) {
    router.onNoRoute(from, new NoRoute(frameId, false).toMessage());
  }

  @Test
  void whoeverTakesAPayloadLearnsWhichPeerBroughtIt() {
    List<NodeId> carriers = new ArrayList<>();
    router.handleCarried(
        PayloadKind.CONNECT, (source, target, carrier, payload) -> carriers.add(carrier));
    RoutedFrame claimed =
        new RoutedFrame(
            1,
            new OverlayPath(SOURCE, null),
            new OverlayPath(SELF, null),
            RoutedFrame.FULL_BUDGET,
            Way.EXACT,
            PayloadKind.CONNECT,
            new byte[] {1});
    receive(CLOSER, claimed);
    router.sendExact(new OverlayPath(SELF, null), PayloadKind.CONNECT, new byte[] {1});
    engine.onTimeout(new Now(1, 0));
    assertThat(carriers).containsExactly(CLOSER, SELF);
  }

  @Test
  void aDeadEndMakesTheNextBestLinkTheNextHop() {
    receive(SOURCE, frame(7, SOURCE, RouteMode.EXACT, 2));
    noRoute(CLOSEST, 7);
    noRoute(CLOSER, 7);
    assertThat(links.ways()).containsExactly(CLOSEST, CLOSER, CLOSE);
  }

  @Test
  void whoeverHasTriedEnoughTellsThePreviousHop() throws WireException {
    receive(SOURCE, frame(7, SOURCE, RouteMode.EXACT, 1));
    noRoute(CLOSEST, 7);
    noRoute(CLOSER, 7);
    assertThat(links.ways()).containsExactly(CLOSEST, CLOSER, SOURCE);
    WireReader in = new WireReader(links.sent.get(2).message());
    assertThat(in.u8()).isEqualTo(MessageType.NO_ROUTE.code());
    assertThat(in.i64()).isEqualTo(7);
  }

  @Test
  void detoursThatWereTakenAreMissingFromTheFrameThatGoesOn() throws WireException {
    receive(SOURCE, frame(7, SOURCE, RouteMode.EXACT, 2));
    noRoute(CLOSEST, 7);
    assertThat(RoutedFrame.parse(links.sent.get(0).message()).budget().detours()).isEqualTo(2);
    assertThat(RoutedFrame.parse(links.sent.get(1).message()).budget().detours()).isEqualTo(1);
  }

  @Test
  void onlyTheHopThatHasTheFrameMaySayThatThereIsNoRoute() {
    receive(SOURCE, frame(7, SOURCE, RouteMode.EXACT, 2));
    noRoute(CLOSE, 7);
    noRoute(CLOSEST, 8);
    assertThat(links.ways()).containsExactly(CLOSEST);
    assertThat(engine.counters().get(OverlayCounter.DROPPED_NO_ROUTE_UNKNOWN)).isEqualTo(2);
  }

  @Test
  void framesOfOtherSessionsNeverGoByALinkOfLastResort() {
    links.lastResort.addAll(List.of(CLOSEST, TARGET));
    links.linked.add(TARGET);
    receive(SOURCE, frame(7, SOURCE, RouteMode.EXACT, 2));
    router.sendExact(new OverlayPath(TARGET, null), PayloadKind.FRAME, new byte[] {1});
    assertThat(links.ways()).containsExactly(CLOSER, CLOSER);
    router.sendExact(new OverlayPath(TARGET, null), PayloadKind.CONNECT, new byte[] {1});
    assertThat(links.ways()).endsWith(TARGET);
  }

  @Test
  void aPublicNodeForwardsNoMoreBytesThanItsBudget() {
    router.limitCarrying(0);
    RoutedFrame small = frame(7, SOURCE, RouteMode.EXACT, 2);
    RoutedFrame data =
        new RoutedFrame(
            8,
            small.source(),
            small.destination(),
            small.budget(),
            Way.EXACT,
            PayloadKind.PRIVATE_FRAME,
            new byte[1_400]);
    for (int i = 0; i < 1_000; i++) {
      receive(SOURCE, data);
    }
    assertThat(links.sent).hasSizeBetween(100, 300);
    assertThat(engine.counters().get(OverlayCounter.DROPPED_CARRY_BUDGET)).isGreaterThan(700);
  }

  @Test
  void aForwardedFrameNeverGoesAwayFromItsDestination() {
    links.linked.removeAll(List.of(CLOSEST, CLOSER, CLOSE));
    receive(SOURCE, frame(7, SOURCE, RouteMode.EXACT, 2));
    assertThat(links.ways()).containsExactly(SOURCE);
  }

  @Test
  void theClosestNodeThereIsTakesAFrameForAKey() {
    links.linked.removeAll(List.of(CLOSEST, CLOSER, CLOSE));
    receive(SOURCE, frame(7, SOURCE, RouteMode.CLOSEST, 2));
    assertThat(delivered).containsExactly(SOURCE);
    assertThat(links.sent).isEmpty();
  }

  @Test
  void aSourceThatFloodsDoesNotUseUpWhatOthersBringInItsName() {
    for (int i = 0; i < 1_000; i++) {
      receive(FARTHER, frame(i, SOURCE, RouteMode.EXACT, 0));
    }
    assertThat(links.sent).hasSize(2 * ForwardLimits.PER_SECOND);
    receive(SOURCE, frame(2_000, SOURCE, RouteMode.EXACT, 0));
    assertThat(links.sent).hasSize(2 * ForwardLimits.PER_SECOND + 1);
  }

  @Test
  void aLinkThatNamesEverNewSourcesIsLimitedAsAWhole() {
    int limit = 2 * ForwardLimits.PER_SECOND_AND_LINK;
    for (int i = 0; i < 2 * limit; i++) {
      NodeId forged = NodeId.hash(new WireWriter().i32(i).toBytes());
      receive(FARTHER, frame(i, forged, RouteMode.EXACT, 0));
    }
    assertThat(links.sent).hasSize(limit);
    assertThat(engine.counters().get(OverlayCounter.DROPPED_ROUTED_RATE)).isEqualTo(limit);
  }
}
