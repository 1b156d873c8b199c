package net.groupvpn.overlay.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.session.Session;
import net.groupvpn.overlay.time.Now;
import org.junit.jupiter.api.Test;

class FilterCheckTest {
  private final SplittableRandom random = new SplittableRandom(1);
  private final Engine engine = new Engine(random, new Now(1, 1));
  private final FakeSessions sessions = new FakeSessions();
  private final FilterCheck check = new FilterCheck(engine, sessions);
  private final NodeId peer = NodeId.random(random);
  private final List<FilteringBehaviour> results = new ArrayList<>();

  private void passSeconds(int seconds) {
    for (int step = 1; step <= 10 * seconds; step++) {
      engine.onTimeout(new Now(1 + step * TimeUnit.MILLISECONDS.toNanos(100), 1));
    }
  }

  /** The peer's view of the test that was sent. */
  private byte[] answerTo(byte[] test) {
    Engine other = new Engine(random, new Now(1, 1));
    FakeSessions itsSessions = new FakeSessions();
    Session back = itsSessions.add(NodeId.random(random));
    new FilterCheck(other, itsSessions).onTest(back, test);
    return itsSessions.sentFromElsewhere.get(0);
  }

  @Test
  void withoutADirectPeerNothingIsKnown() {
    sessions.add(peer, new OverlayPath(peer, null));
    check.ask(results::add);

    assertThat(results).containsExactly(FilteringBehaviour.UNKNOWN);
    assertThat(sessions.sent).isEmpty();
  }

  @Test
  void anAnswerThatArrivesShowsThatThePortDoesNotMatter() {
    sessions.add(peer);
    check.ask(results::add);
    check.ask(results::add);
    check.onAnswer(answerTo(sessions.sent.get(0)));
    passSeconds(5);

    assertThat(results)
        .containsExactly(
            FilteringBehaviour.ADDRESS_DEPENDENT_OR_LESS,
            FilteringBehaviour.ADDRESS_DEPENDENT_OR_LESS);
    assertThat(sessions.sent).hasSize(1);
  }

  @Test
  void noAnswerToRepeatedTestsShowsThatItDoes() {
    sessions.add(peer);
    check.ask(results::add);
    passSeconds(5);

    assertThat(results).containsExactly(FilteringBehaviour.ADDRESS_AND_PORT_DEPENDENT);
    assertThat(sessions.sent).hasSize(3);
  }

  @Test
  void anAnswerToNobodysQuestionIsNone() {
    sessions.add(peer);
    check.ask(results::add);
    byte[] foreign = answerTo(sessions.sent.get(0));
    foreign[1]++;
    check.onAnswer(foreign);
    check.onAnswer(new byte[] {foreign[0]});

    assertThat(results).isEmpty();
    assertThat(engine.counters().snapshot())
        .containsKey(OverlayCounter.DROPPED_FILTER_ANSWER_MALFORMED.label());
  }

  @Test
  void fewAnswersAreSentInASecondWhoeverAsks() {
    Session session = sessions.add(peer);
    sessions.add(NodeId.random(random));
    check.ask(results::add);
    for (int i = 0; i < 100; i++) {
      check.onTest(session, sessions.sent.get(0));
    }

    assertThat(sessions.sentFromElsewhere).hasSize(FilterCheck.MAX_ANSWERS_PER_SECOND);
  }
}
