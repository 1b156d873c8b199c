package net.groupvpn.overlay.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.EndpointRules;
import net.groupvpn.overlay.routing.PayloadKind;
import net.groupvpn.overlay.routing.Router;
import net.groupvpn.overlay.time.Now;
import net.groupvpn.overlay.wire.WireException;
import org.junit.jupiter.api.Test;

class RefusalTest {
  private final SplittableRandom random = new SplittableRandom(1);
  private final Engine engine = new Engine(random, new Now(1, 1));
  private final NodeId self = NodeId.random(random);
  private final FakeSessions sessions = new FakeSessions();
  private final LinkTable table = new LinkTable(self);
  private final Router router = new Router(engine, self, table);
  private final LinkManager links =
      new LinkManager(engine, sessions, router, table, new EndpointRules());

  @Test
  void aNodeWithTooManyInboundBucketLinksRefusesAndNamesOthers() throws WireException {
    NodeId source = self.randomInBucket(159, random);
    for (int i = 0; i < BucketPolicy.MAX_INBOUND + SiblingList.SIBLINGS; i++) {
      addInboundLink(source.randomInBucket(source.bucketOf(self), random));
    }

    ConnectAnswer answer = ask(source);

    assertThat(answer.refused()).isTrue();
    assertThat(answer.token()).isEqualTo(99);
    assertThat(answer.others())
        .hasSize(ConnectAnswer.MAX_OTHERS)
        .allMatch(other -> source.bucketOf(other) == source.bucketOf(self));
  }

  /** The answer is the end of the last message sent; a refusal's length is known. */
  private ConnectAnswer ask(NodeId source) throws WireException {
    LinkTable none = new LinkTable(source);
    byte[] payload =
        new Connect(99, LinkReason.BUCKET, new Offer(List.of(), MappingBehaviour.UNKNOWN))
            .toPayload();
    byte[] message = new Router(engine, source, none).oneHop(self, PayloadKind.CONNECT, payload);
    router.onRouted(table.links().iterator().next(), message);
    byte[] sent = sessions.sent.get(sessions.sent.size() - 1);
    int length = 10 + NodeId.BYTES * ConnectAnswer.MAX_OTHERS;
    return ConnectAnswer.parse(Arrays.copyOfRange(sent, sent.length - length, sent.length));
  }

  private void addInboundLink(NodeId peer) {
    FakeSessions.FakeSession session = sessions.add(peer);
    links.onEstablished(session);
    Set<LinkReason> bucket = EnumSet.of(LinkReason.BUCKET);
    links.onStatus(
        session, new LinkStatus(1, 1, 0, false, true, false, bucket, null, null).toMessage());
  }
}
