package net.groupvpn.overlay.link;

import java.util.List;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.routing.PayloadKind;
import net.groupvpn.overlay.routing.Router;
import net.groupvpn.overlay.wire.WireException;

/** The answering side of CONNECT: offers this node's candidates, or refuses and names others. */
final class ConnectResponder {
  private final Engine engine;
  private final Router router;
  private final LinkTable table;
  private final Connector connector;
  private final Prober prober;
  private final StatusExchange statuses;

  ConnectResponder(
      Engine engine,
      Router router,
      LinkTable table,
      Connector connector,
      Prober prober,
      StatusExchange statuses) {
    this.engine = engine;
    this.router = router;
    this.table = table;
    this.connector = connector;
    this.prober = prober;
    this.statuses = statuses;
    router.handle(PayloadKind.CONNECT, this::onConnect);
  }

  private void onConnect(OverlayPath source, NodeId target, byte[] payload) {
    try {
      Connect connect = Connect.parse(payload);
      if (source.node().equals(router.self())) {
        connector.onOwnRequest(connect.token());
      } else if (isWelcome(source.node(), target, connect.reason())) {
        accept(source, connect);
      } else {
        refuse(source, target, connect);
      }
    } catch (WireException e) {
      engine.counters().increment(OverlayCounter.DROPPED_CONNECT_MALFORMED);
    }
  }

  private boolean isWelcome(NodeId source, NodeId target, LinkReason reason) {
    if (reason != LinkReason.BUCKET || table.isLinked(source)) {
      return true;
    }
    boolean inWantedBucket =
        target.equals(router.self()) || source.bucketOf(target) == source.bucketOf(router.self());
    return inWantedBucket && inboundForBuckets() < BucketPolicy.MAX_INBOUND;
  }

  private long inboundForBuckets() {
    return table.all().stream().filter(link -> link.isInboundFor(LinkReason.BUCKET)).count();
  }

  private void accept(OverlayPath source, Connect connect) {
    answer(source, ConnectAnswer.accept(connect.token(), statuses.offer()));
    Link link = table.find(source.node());
    if (link != null && link.endpoint() == null) {
      statuses.refresh(link);
    }
    prober.expect(source.node(), connect.offer());
  }

  private void refuse(OverlayPath source, NodeId target, Connect connect) {
    engine.counters().increment(OverlayCounter.LINK_CONNECT_REFUSALS_SENT);
    int bucket = source.node().bucketOf(target);
    List<NodeId> sameBucket =
        table.links().stream()
            .filter(link -> source.node().bucketOf(link) == bucket && table.hasJoined(link))
            .toList();
    List<NodeId> others = SiblingList.closest(target, sameBucket, ConnectAnswer.MAX_OTHERS);
    answer(source, ConnectAnswer.refuse(connect.token(), others));
  }

  private void answer(OverlayPath source, ConnectAnswer answer) {
    connector.sendTo(source, PayloadKind.CONNECT_ANSWER, answer.toPayload());
  }
}
