package net.groupvpn.overlay.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.groupvpn.overlay.engine.Counter;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.link.LinkTable;
import net.groupvpn.overlay.session.MessageType;
import net.groupvpn.overlay.time.Now;
import net.groupvpn.overlay.wire.WireException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node without links, and a member that sends what it likes. */
final class HostileBroadcastTest {
  private static final int TOPIC = 1;
  private static final NodeId SELF = NodeId.hash(new byte[] {1});
  private static final NodeId HOSTILE = NodeId.hash(new byte[] {2});
  private static final NodeId OTHER = NodeId.hash(new byte[] {3});

  private final SplittableRandom random = new SplittableRandom(1);
  private final Engine engine = new Engine(random, new Now(1, 1));
  private final List<SpreadAnswer> answers = new ArrayList<>();
  private final Broadcaster broadcaster =
      new Broadcaster(engine, SELF, new LinkTable(SELF), (to, m) -> keep(m));
  private int delivered;

  @BeforeEach
  void answerOneTopic() {
    broadcaster.handle(TOPIC, new Delivered());
  }

  @Test
  void anHonestRequestIsAnswered() {
    send(request(1, OTHER, 1, TOPIC));
    assertThat(answers.get(0).totals().nodes()).isEqualTo(1);
    assertThat(delivered).isEqualTo(1);
  }

  @Test
  void aRepeatedRequestIsAnsweredAgainWithoutBeingDeliveredAgain() {
    send(request(1, OTHER, 1, TOPIC));
    send(request(1, OTHER, 1, TOPIC));
    assertThat(answers).hasSize(2);
    assertThat(answers.get(1).totals().nodes()).isEqualTo(1);
    assertThat(delivered).isEqualTo(1);
  }

  @Test
  void anotherRequestForTheSameBroadcastIsNotDeliveredAgain() {
    send(request(1, OTHER, 1, TOPIC));
    send(request(2, OTHER, 1, TOPIC));
    assertThat(delivered).isEqualTo(1);
    assertThat(counter(OverlayCounter.BROADCAST_DUPLICATES)).isEqualTo(1);
  }

  @Test
  void garbageIsDropped() {
    byte[] good = request(1, OTHER, 1, TOPIC).toMessage();
    for (int length = 1; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      broadcaster.onMessage(HOSTILE, cut);
    }
    assertThat(counter(OverlayCounter.DROPPED_BROADCAST_MALFORMED)).isEqualTo(good.length - 1);
    assertThat(answers).isEmpty();
  }

  @Test
  void whatWentTooFarIsDropped() {
    Broadcast broadcast = new Broadcast(OTHER, 1, TOPIC, new byte[0]);
    send(new SpreadRequest(1, broadcast, Region.ALL, SpreadRequest.MAX_DEPTH + 1, 0, 1_000));
    send(new SpreadRequest(2, broadcast, Region.ALL, 1, SpreadRequest.MAX_DETOURS + 1, 1_000));
    send(new SpreadRequest(3, broadcast, Region.ALL, 1, 0, SpreadRequest.MAX_BUDGET_MILLIS + 1));
    send(new SpreadRequest(4, broadcast, Region.ALL, 1, 0, 0));
    assertThat(counter(OverlayCounter.DROPPED_BROADCAST_MALFORMED)).isEqualTo(4);
    assertThat(delivered).isZero();
  }

  @Test
  void whoeverPretendsThatThisNodeHasAskedIsRefused() {
    send(request(1, SELF, 1, TOPIC));
    assertThat(answers.get(0).state()).isEqualTo(SpreadAnswer.State.REFUSED);
    assertThat(counter(OverlayCounter.DROPPED_BROADCAST_OWN)).isEqualTo(1);
  }

  @Test
  void anUnknownTopicIsRefused() {
    send(request(1, OTHER, 1, TOPIC + 1));
    assertThat(counter(OverlayCounter.DROPPED_BROADCAST_UNKNOWN_TOPIC)).isEqualTo(1);
  }

  @Test
  void anAnswerThatNobodyWaitsForIsDropped() {
    SpreadAnswer answer = new SpreadAnswer(7, SpreadAnswer.State.DONE, Totals.NONE);
    broadcaster.onMessage(HOSTILE, answer.toMessage());
    assertThat(counter(OverlayCounter.DROPPED_BROADCAST_UNEXPECTED)).isEqualTo(1);
  }

  @Test
  void oneOriginIsCoveredForEightTimesASecond() {
    for (int i = 0; i < 100; i++) {
      send(request(i, OTHER, i, TOPIC));
    }
    assertThat(delivered).isEqualTo(4 * BroadcastLimits.PER_SECOND_AND_ORIGIN);
    assertThat(counter(OverlayCounter.DROPPED_BROADCAST_RATE)).isEqualTo(100 - delivered);
  }

  @Test
  void namingManyOriginsHelpsOnlyUpToTheLimitOfTheLink() {
    for (int i = 0; i < 200; i++) {
      send(request(i, NodeId.random(random), i, TOPIC));
    }
    assertThat(delivered).isEqualTo(4 * BroadcastLimits.PER_SECOND_AND_LINK);
  }

  private void send(SpreadRequest request) {
    broadcaster.onMessage(HOSTILE, request.toMessage());
  }

  private static SpreadRequest request(long token, NodeId origin, long id, int topic) {
    return new SpreadRequest(
        token, new Broadcast(origin, id, topic, new byte[0]), Region.ALL, 1, 0, 1_000);
  }

  private void keep(byte[] message) {
    assertThat(MessageType.of(message)).isEqualTo(MessageType.SPREAD_ANSWER);
    try {
      answers.add(SpreadAnswer.parse(message));
    } catch (WireException e) {
      throw new AssertionError(e);
    }
  }

  private long counter(Counter counter) {
    return engine.counters().get(counter);
  }

  private final class Delivered implements Topic {
    @Override
    public byte[] answer(byte[] question) {
      delivered++;
      return new byte[] {1};
    }

    @Override
    public byte[] merge(byte[] own, byte[] received) {
      return received;
    }
  }
}
