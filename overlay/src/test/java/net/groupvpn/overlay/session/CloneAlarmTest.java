package net.groupvpn.overlay.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.groupvpn.overlay.engine.Output;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.handshake.HandshakeFrame;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.identity.NodeCertificate;
import net.groupvpn.overlay.identity.NodeKey;
import net.groupvpn.overlay.identity.TestGroup;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.record.FrameHeader;
import net.groupvpn.overlay.security.ModelSecurity;
import net.groupvpn.overlay.security.Security;
import net.groupvpn.overlay.tls.TlsSecurity;
import net.groupvpn.overlay.wire.WireException;
import org.junit.jupiter.api.Test;

class CloneAlarmTest {
  private static final NodeId ID = NodeId.ofHex("33".repeat(NodeId.BYTES));
  private static final int SECRET_BYTES = 32;
  private static final int MAX_BEGUN = 10_000;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  @Test
  void bothMachinesWithOneKeySaySoOnceInAWhile() {
    Pair pair = copies();
    for (int i = 0; i < 5; i++) {
      pair.a.open(pair.b.direct(), null);
      pair.b.open(pair.a.direct(), null);
      pair.runFor(30 * SECOND);
    }
    for (TestNode node : List.of(pair.a, pair.b)) {
      assertThat(alarms(node)).singleElement().asString().contains("uses this one's key");
      assertThat(node.events).doesNotContain("established");
    }
    pair.runFor(CloneAlarm.REPEAT_NANOS);
    pair.a.open(pair.b.direct(), null);
    pair.runFor(30 * SECOND);
    assertThat(alarms(pair.a)).hasSize(2);
  }

  @Test
  void handshakesAreRareWhileThereIsACopy() {
    Pair pair = copies();
    pair.a.open(pair.b.direct(), null);
    pair.runFor(SECOND);
    for (int i = 0; i < 200; i++) {
      pair.a.open(new DirectPath(Pair.endpoint("192.0.2." + (10 + i % 100))), null);
    }
    assertThat(pair.a.count(OverlayCounter.HANDSHAKE_HELD_CLONED))
        .isEqualTo(200 - CloneAlarm.MAX_PER_MINUTE);
  }

  @Test
  void otherNodesAreNoCopies() {
    Pair pair = new Pair(2);
    pair.establish();
    assertThat(alarms(pair.a)).isEmpty();
    assertThat(alarms(pair.b)).isEmpty();
  }

  @Test
  void aRouterThatSendsPacketsBackIsNoCopy() {
    Pair pair = copies();
    pair.link = frame -> List.of();
    pair.a.open(pair.b.direct(), null);
    int handed = 0;
    for (int round = 0; round < 50; round++) {
      while (handed < pair.sent.size()) {
        pair.a.receive(pair.b.direct(), pair.sent.get(handed++).bytes());
      }
      pair.runFor(SECOND / 10);
    }
    assertThat(handed).isGreaterThan(3);
    assertThat(alarms(pair.a)).isEmpty();
  }

  @Test
  void aPeerThatSendsAHandshakeBackUnderOtherNumbersIsNoCopy() throws WireException {
    assertReflectionIsNoCopy(copies());
  }

  @Test
  void realHandshakesTellCopiesFromReflections() throws WireException {
    assertReflectionIsNoCopy(realCopies());
    Pair pair = realCopies();
    pair.a.open(pair.b.direct(), null);
    pair.runFor(SECOND);
    assertThat(alarms(pair.a)).hasSize(1);
  }

  /** Everything that a sends returns to it, as if from a peer that has begun a handshake. */
  private static void assertReflectionIsNoCopy(Pair pair) throws WireException {
    pair.link = frame -> List.of();
    DirectPath elsewhere = new DirectPath(Pair.endpoint("192.0.2.9"));
    pair.a.open(pair.b.direct(), null);
    int handed = 0;
    for (int round = 0; round < 50; round++) {
      while (handed < pair.sent.size()) {
        Pair.Frame frame = pair.sent.get(handed++);
        boolean fromInitiator = frame.path().equals(pair.b.direct());
        pair.a.receive(
            fromInitiator ? elsewhere : pair.b.direct(), renumbered(pair.a, frame.bytes()));
      }
      pair.runFor(SECOND / 10);
    }
    assertThat(alarms(pair.a)).isEmpty();
    assertThat(pair.a.count(OverlayCounter.HANDSHAKE_REFLECTED)).isEqualTo(1);
  }

  /** The same frame with another sender's indexes, as anyone who knows the secret can make it. */
  private static byte[] renumbered(TestNode node, byte[] bytes) throws WireException {
    HandshakeFrame frame = HandshakeFrame.decode(bytes);
    int index = FrameHeader.controlIndex(~frame.controlIndex());
    return new HandshakeFrame(
            frame.attempt(),
            frame.fromResponder(),
            index,
            FrameHeader.dataIndex(index),
            frame.piece(),
            frame.cookie(),
            frame.padding())
        .encode(TestNode.REALM, node.security);
  }

  private static Pair copies() {
    return new Pair(
        1,
        (id, random) -> {
          Security copy = new ModelSecurity(ID, Set.of(), peer -> true);
          // The model numbers its handshakes; real copies have different random numbers.
          int begun = random.nextInt(MAX_BEGUN);
          Stream.generate(copy::initiate).limit(begun).forEach(machine -> {});
          return copy;
        });
  }

  private static Pair realCopies() {
    TestGroup group = new TestGroup();
    NodeKey key = group.newKey();
    NodeCertificate certificate = group.issue(key);
    return new Pair(
        1,
        (id, random) ->
            TlsSecurity.ofGroup(
                group.trust(), new byte[SECRET_BYTES], key, certificate, new SecureRandom()));
  }

  private static List<Output> alarms(TestNode node) {
    return node.outputs.stream()
        .filter(output -> output instanceof Output.Notify told && told.event().equals("clone"))
        .toList();
  }
}
