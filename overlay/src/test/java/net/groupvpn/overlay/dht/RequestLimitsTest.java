package net.groupvpn.overlay.dht;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.groupvpn.overlay.dht.rpc.DhtOp;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.routing.PayloadKind;
import net.groupvpn.overlay.wire.WireWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A member sends requests in the names of others, as fast as it likes. */
class RequestLimitsTest {
  private static final long HOUR_NANOS = Duration.ofHours(1).toNanos();

  private final TestNet net = new TestNet(91);
  private final NodeId key = NodeId.random(net.random);
  private final NodeId carrier = NodeId.random(net.random);
  private final NodeId victim = NodeId.random(net.random);
  private long answerBytes;

  @BeforeEach
  void storeSomeRecords() {
    for (int i = 0; i < 8; i++) {
      net.add(NodeId.random(net.random));
    }
    net.run(Duration.ofSeconds(2));
    for (TestMember publisher : net.members) {
      publisher.act(dht -> dht.put(key, new byte[900], HOUR_NANOS, replicas -> {}));
    }
    net.run(Duration.ofSeconds(5));
    net.observer =
        sent -> {
          boolean isAnswer = sent.kind() == PayloadKind.DHT_RESPONSE;
          answerBytes += isAnswer ? sent.payload().length : 0;
        };
  }

  private long ask(TestMember replica, int requests, DhtOp op, byte[] body) {
    long bytes = 0;
    for (int i = 0; i < requests; i++) {
      byte[] request = new WireWriter().i64(i).code(op).fixed(body).toBytes();
      bytes += request.length;
      OverlayPath source = new OverlayPath(victim, null);
      replica.receive(source, replica.id, carrier, PayloadKind.DHT_REQUEST, request);
    }
    net.run(Duration.ofSeconds(1));
    return bytes;
  }

  private byte[] fetch() {
    return new WireWriter().nodeId(key).flag(false).toBytes();
  }

  @Test
  void aStrangerGetsNoMoreThanItsRequestsHave() {
    net.strangers = true;

    long asked = ask(net.members.get(0), 500, DhtOp.FETCH, fetch());

    assertThat(answerBytes).isLessThanOrEqualTo(asked);
  }

  @Test
  void onePeerBringsSoManyRequestsAndNoMoreWhateverSourcesItNames() {
    TestMember replica = net.members.get(0);

    ask(replica, 10_000, DhtOp.FETCH, fetch());

    assertThat(replica.engine.counters().get(OverlayCounter.DROPPED_DHT_REQUEST_RATE))
        .isBetween(8_000L, 9_500L);
  }

  @Test
  void questionsThatCostManySignaturesAreRarer() {
    TestMember replica = net.members.get(0);
    byte[] longBody = new byte[2_000];

    ask(replica, 1_000, DhtOp.LEASE_STATE, longBody);

    assertThat(replica.engine.counters().get(OverlayCounter.DROPPED_DHT_REQUEST_RATE))
        .isBetween(800L, 900L);
  }

  @Test
  void whatOnePeerHasUsedUpOthersStillHave() {
    TestMember replica = net.members.get(0);
    ask(replica, 10_000, DhtOp.FETCH, fetch());
    List<Integer> found = new ArrayList<>();

    net.members.get(5).act(dht -> dht.get(key, records -> found.add(records.size())));
    net.run(Duration.ofSeconds(3));

    assertThat(found).containsExactly(net.members.size());
  }

  @Test
  void amongStrangersRecordsAndLeasesWorkAllTheSame() {
    net.strangers = true;
    List<Integer> found = new ArrayList<>();
    Owner owner = Owner.claiming(net.members.get(1), NodeId.random(net.random));
    net.members.get(5).act(dht -> dht.get(key, records -> found.add(records.size())));
    net.run(Duration.ofSeconds(5));

    assertThat(owner.isHeld()).isTrue();
    assertThat(found).containsExactly(net.members.size());
  }
}
