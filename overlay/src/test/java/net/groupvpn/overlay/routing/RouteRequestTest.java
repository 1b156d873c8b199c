package net.groupvpn.overlay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
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
import org.junit.jupiter.api.Test;

/** One node among others with only few links; it has no link to the target, 00.... */
final class RouteRequestTest {
  private static final NodeId SELF = id("80");
  private static final NodeId TARGET = id("00");
  private static final NodeId SOURCE = id("f0");
  private static final NodeId BEFORE = id("e0");
  private static final NodeId AFTER = id("c0");

  private final Engine engine = new Engine(new Random(1), new Now(0, 0));
  private final FakeLinks links = new FakeLinks();
  private final Router router = new Router(engine, SELF, links);
  private final List<NodeId> delivered = new ArrayList<>();

  private static NodeId id(String prefix) {
    return NodeId.ofHex(prefix + "00".repeat(NodeId.BYTES - 1));
  }

  RouteRequestTest() {
    links.restricted = true;
    links.linked.addAll(List.of(BEFORE, AFTER));
    router.handle(PayloadKind.FRAME, (source, target, payload) -> delivered.add(source.node()));
  }

  private static RouteQuery query(long id, NodeId target, NodeId... hops) {
    return new RouteQuery(id, SOURCE, target, 4, List.of(hops));
  }

  private void request(RouteQuery query) {
    router.onRouteRequest(BEFORE, query.toRequest());
  }

  private void sendToTarget() {
    router.sendExact(new OverlayPath(TARGET, null), PayloadKind.FRAME, new byte[] {1});
  }

  private void pass(Duration time) {
    engine.onTimeout(new Now(engine.now().bootNanos() + time.toNanos(), 0));
  }

  private List<MessageType> typesSent() {
    return links.sent.stream().map(sent -> MessageType.of(sent.message())).toList();
  }

  private RouteQuery lastQuery() throws WireException {
    return RouteQuery.parse(links.sent.get(links.sent.size() - 1).message());
  }

  @Test
  void whoeverPassesARequestOnAppendsItself() throws WireException {
    request(query(1, TARGET, BEFORE));
    assertThat(links.ways()).containsExactly(AFTER);
    assertThat(lastQuery().hops()).containsExactly(BEFORE, SELF);
    assertThat(lastQuery().hopsLeft()).isEqualTo(3);
  }

  @Test
  void whoeverIsLinkedWithTheTargetTellsOnlyTheTarget() {
    links.linked.add(TARGET);
    request(query(1, TARGET, BEFORE));
    assertThat(links.ways()).containsExactly(TARGET);
  }

  @Test
  void theTargetAnswersTheFirstCopyAlone() {
    request(query(1, SELF, BEFORE));
    request(query(1, SELF, BEFORE));
    assertThat(links.ways()).containsExactly(BEFORE);
    assertThat(typesSent()).containsExactly(MessageType.ROUTE_ANSWER);
    assertThat(engine.counters().get(OverlayCounter.DROPPED_ROUTE_REQUEST_DUPLICATE)).isEqualTo(1);
  }

  @Test
  void aRequestThatHasGoneFarEnoughStops() {
    request(new RouteQuery(1, SOURCE, TARGET, 0, List.of(BEFORE)));
    assertThat(links.sent).isEmpty();
    assertThat(engine.counters().get(OverlayCounter.DROPPED_ROUTE_REQUEST_HOP_LIMIT)).isEqualTo(1);
  }

  @Test
  void aRequestIsDroppedWhoseLastHopIsNotWhoBroughtIt() {
    request(query(1, TARGET, id("aa")));
    request(query(2, TARGET));
    request(query(3, TARGET, SELF, BEFORE));
    assertThat(links.sent).isEmpty();
    assertThat(engine.counters().get(OverlayCounter.DROPPED_ROUTE_REQUEST_HOPS)).isEqualTo(3);
  }

  @Test
  void aFloodOfRequestsIsCutForEachSourceAndForEachLink() {
    for (int i = 0; i < 1_000; i++) {
      request(query(i, TARGET, BEFORE));
    }
    assertThat(links.sent).hasSize(2 * RouteRelay.PER_SECOND);
    for (int i = 0; i < 1_000; i++) {
      NodeId forged = NodeId.hash(new byte[] {(byte) i, (byte) (i >> 8)});
      request(new RouteQuery(i, forged, TARGET, 4, List.of(BEFORE)));
    }
    assertThat(links.sent).hasSize(2 * RouteRelay.PER_SECOND_AND_LINK);
  }

  @Test
  void malformedRequestsAndAnswersAreCounted() {
    byte[] message = query(1, TARGET, BEFORE).toRequest();
    message[message.length - 21] = 17;
    router.onRouteRequest(BEFORE, message);
    router.onRouteAnswer(BEFORE, message);
    request(query(1, SOURCE, BEFORE));
    request(query(1, TARGET, BEFORE, BEFORE));
    assertThat(engine.counters().get(OverlayCounter.DROPPED_ROUTE_REQUEST_MALFORMED)).isEqualTo(3);
    assertThat(engine.counters().get(OverlayCounter.DROPPED_ROUTE_ANSWER_MALFORMED)).isEqualTo(1);
  }

  @Test
  void anAnswerGoesBackOnceAndOnlyIfItsRequestWasSeen() {
    byte[] answer = query(1, TARGET, BEFORE, SELF, AFTER).answered().toAnswer();
    router.onRouteAnswer(AFTER, answer);
    assertThat(engine.counters().get(OverlayCounter.DROPPED_ROUTE_ANSWER_UNEXPECTED)).isEqualTo(1);
    request(query(1, TARGET, BEFORE));
    links.sent.clear();
    router.onRouteAnswer(BEFORE, answer);
    router.onRouteAnswer(AFTER, answer);
    router.onRouteAnswer(AFTER, answer);
    assertThat(links.ways()).containsExactly(BEFORE);
  }

  @Test
  void framesWaitForTheRouteAndFollowIt() throws WireException {
    links.linked.removeAll(List.of(BEFORE, AFTER));
    sendToTarget();
    links.linked.add(AFTER);
    pass(Duration.ofSeconds(1));
    RouteQuery asked = lastQuery();
    router.onRouteAnswer(
        AFTER, new RouteQuery(asked.id(), SELF, TARGET, 0, List.of(AFTER)).toAnswer());
    RoutedFrame frame = RoutedFrame.parse(links.sent.get(links.sent.size() - 1).message());
    assertThat(frame.mode()).isEqualTo(RouteMode.PATH);
    assertThat(frame.way().hops()).containsExactly(AFTER);
  }

  @Test
  void aNeighbourWhoseRoutesLeadNowhereIsNotAskedForEver() throws WireException {
    links.linked.remove(BEFORE);
    sendToTarget();
    for (int answered = 0; answered < Math.min(links.sent.size(), 100); answered++) {
      byte[] message = links.sent.get(answered).message();
      if (MessageType.of(message) == MessageType.ROUTE_REQUEST) {
        RouteQuery asked = RouteQuery.parse(message);
        router.onRouteAnswer(
            AFTER, new RouteQuery(asked.id(), SELF, TARGET, 0, List.of(AFTER)).toAnswer());
      } else {
        long frame = RoutedFrame.parse(message).id();
        router.onNoRoute(AFTER, new NoRoute(frame, true).toMessage());
      }
    }
    assertThat(engine.counters().get(OverlayCounter.ROUTE_REQUESTS_SENT))
        .isEqualTo(RouteFinder.MAX_IN_A_ROW);
    assertThat(engine.counters().get(OverlayCounter.DROPPED_ROUTED_NO_ROUTE)).isEqualTo(1);
  }

  @Test
  void nobodyIsAskedWhereAllNodesCanTalk() {
    links.restricted = false;
    links.linked.clear();
    sendToTarget();
    assertThat(links.sent).isEmpty();
    assertThat(engine.counters().get(OverlayCounter.DROPPED_ROUTED_NO_ROUTE)).isEqualTo(1);
    assertThat(engine.counters().get(OverlayCounter.ROUTE_REQUESTS_SENT)).isZero();
  }

  @Test
  void aTargetThatIsNotFoundIsNotAskedForAgainForAWhile() {
    links.linked.clear();
    for (int second = 0; second < 12; second++) {
      sendToTarget();
      pass(Duration.ofSeconds(1));
    }
    assertThat(engine.counters().get(OverlayCounter.ROUTE_NOT_FOUND)).isEqualTo(1);
    assertThat(engine.counters().get(OverlayCounter.ROUTE_REQUESTS_SENT))
        .isEqualTo(RouteFinder.HOPS.length);
  }

  @Test
  void listedHopsAreFollowedOnlyInTheirOrder() {
    RoutedFrame frame =
        new RoutedFrame(
            7,
            new OverlayPath(SOURCE, null),
            new OverlayPath(TARGET, null),
            RoutedFrame.FULL_BUDGET,
            Way.along(List.of(BEFORE, SELF, AFTER)),
            PayloadKind.FRAME,
            new byte[] {1});
    router.onRouted(AFTER, frame.toMessage());
    assertThat(links.sent).isEmpty();
    assertThat(engine.counters().get(OverlayCounter.DROPPED_ROUTED_HOPS)).isEqualTo(1);
    router.onRouted(BEFORE, frame.toMessage());
    assertThat(links.ways()).containsExactly(AFTER);
    router.onNoRoute(AFTER, new NoRoute(7, false).toMessage());
    assertThat(links.ways()).containsExactly(AFTER, BEFORE);
    assertThat(typesSent()).endsWith(MessageType.NO_ROUTE);
  }
}
