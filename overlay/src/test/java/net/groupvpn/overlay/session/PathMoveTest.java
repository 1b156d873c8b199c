package net.groupvpn.overlay.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.path.Path.PublicOverlayPath;
import org.junit.jupiter.api.Test;

final class PathMoveTest {
  private static final byte[] HELLO = {0x20, 1, 2, 3};
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private static Pair overTheOverlay() {
    Pair pair = new Pair(1);
    pair.a.open(pair.b.overlay(), pair.b.id());
    pair.runFor(SECOND);
    return pair;
  }

  private static void probe(TestNode node, Path candidate) {
    node.engine.enter(node.pair.now());
    node.liveSession().probe(candidate);
    node.drain();
  }

  @Test
  void aProbedDirectPathReplacesTheOverlayAtBothEnds() {
    Pair pair = overTheOverlay();
    probe(pair.a, pair.b.direct());
    pair.runFor(SECOND);
    assertThat(pair.a.liveSession().path()).isEqualTo(pair.b.direct());
    assertThat(pair.b.liveSession().path()).isEqualTo(pair.a.direct());
    assertThat(pair.a.events).containsExactly("established", "path direct 192.0.2.2:7400");
  }

  /**
   * A NAT that forgets after 12 s of silence, and then blocks everything until both ends probe
   * again.
   */
  private static final class ForgetfulNat {
    private final Pair pair;
    private long lastNanos;
    private boolean forgotten;

    ForgetfulNat(Pair pair) {
      this.pair = pair;
      pair.link = this::carry;
      punch();
    }

    void punch() {
      lastNanos = pair.now().bootNanos();
      forgotten = false;
      probe(pair.a, pair.b.direct());
    }

    private List<Long> carry(Pair.Frame frame) {
      if (!(frame.path() instanceof DirectPath)) {
        return List.of(Pair.DELAY_NANOS);
      }
      long now = pair.now().bootNanos();
      forgotten |= now - lastNanos > 12 * SECOND;
      lastNanos = now;
      return forgotten ? List.of() : List.of(Pair.DELAY_NANOS);
    }
  }

  @Test
  void whereSilenceCostsThePathItIsShortenedNextTime() {
    Pair pair = overTheOverlay();
    ForgetfulNat nat = new ForgetfulNat(pair);
    pair.runFor(60 * SECOND);
    assertThat(pair.a.liveSession().path()).isEqualTo(pair.b.overlay());

    nat.punch();
    pair.runFor(600 * SECOND);
    assertThat(pair.a.liveSession().path()).isEqualTo(pair.b.direct());
    assertThat(pair.b.liveSession().path()).isEqualTo(pair.a.direct());
    assertThat(
            pair.a.count(OverlayCounter.KEEPALIVE_SHORTENED)
                + pair.b.count(OverlayCounter.KEEPALIVE_SHORTENED))
        .isPositive();
  }

  @Test
  void aCandidateThatDoesNotAnswerIsGivenUp() {
    Pair pair = overTheOverlay();
    probe(pair.a, new DirectPath(Pair.endpoint("203.0.113.9")));
    pair.runFor(10 * SECOND);
    assertThat(pair.a.events).containsExactly("established");
    assertThat(pair.a.count(OverlayCounter.PATH_UNREACHABLE)).isEqualTo(1);
  }

  @Test
  void aDirectPathThatTakesOnlySmallDatagramsIsUsedForSuch() {
    Pair pair = overTheOverlay();
    pair.link =
        frame ->
            frame.path() instanceof DirectPath && frame.bytes().length > 1_000
                ? List.of()
                : List.of(Pair.DELAY_NANOS);
    probe(pair.a, pair.b.direct());
    pair.runFor(10 * SECOND);
    assertThat(pair.a.liveSession().path()).isEqualTo(pair.b.direct());
    assertThat(pair.b.liveSession().path()).isEqualTo(pair.a.direct());
    pair.a.send(Arrays.copyOf(HELLO, 5_000));
    pair.runFor(SECOND);
    assertThat(pair.b.messages).hasSize(1);
  }

  @Test
  void theFirstChallengeToAStrangerIsSmall() {
    Pair pair = overTheOverlay();
    int before = pair.sent.size();
    probe(pair.a, pair.b.direct());
    assertThat(pair.sent.get(before).bytes().length).isLessThan(50);
  }

  @Test
  void aPeerThatMovesIsFollowedOnItsNextMessage() {
    Pair pair = new Pair(2);
    pair.establish();
    pair.a.endpoint = Pair.endpoint("192.0.2.77");
    pair.a.send(HELLO);
    pair.runFor(SECOND);
    assertThat(pair.b.liveSession().path()).isEqualTo(pair.a.direct());
    pair.b.send(HELLO);
    pair.runFor(SECOND);
    assertThat(pair.a.messages).hasSize(1);
  }

  @Test
  void thePeerWithTheHigherIdIsFollowedOnceItsOldAddressIsSilent() {
    Pair pair = new Pair(2);
    pair.establish();
    pair.b.endpoint = Pair.endpoint("192.0.2.77");
    pair.b.send(HELLO);
    pair.runFor(15 * SECOND);
    assertThat(pair.a.liveSession().path()).isEqualTo(pair.b.direct());
    assertThat(pair.a.events).containsOnlyOnce("established");
  }

  @Test
  void twoEndsWithTwoAddressesEachDoNotChaseEachOther() {
    Pair pair = new Pair(5);
    pair.a.second = Pair.endpoint("2001:db8::1");
    pair.b.second = Pair.endpoint("2001:db8::2");
    pair.establish();
    // One moves to the second network while the other sends on the first.
    pair.a.engine.enter(pair.now());
    ((PeerSession) pair.a.liveSession())
        .paths()
        .onValidated(new DirectPath(pair.b.second), Pair.DELAY_NANOS, true);
    pair.a.drain();
    pair.b.send(HELLO);
    pair.runFor(60 * SECOND);
    int before = pair.sent.size();
    pair.runFor(60 * SECOND);
    assertThat(pair.sent.size() - before).isLessThan(30);
    assertThat(pair.a.liveSession().path()).isEqualTo(new DirectPath(pair.b.second));
    assertThat(pair.b.liveSession().path()).isEqualTo(new DirectPath(pair.a.second));
  }

  @Test
  void anOlderRecordFromElsewhereStartsNothing() {
    Pair pair = new Pair(3);
    pair.establish();
    pair.link = frame -> List.of();
    pair.a.send(HELLO);
    byte[] held = pair.sent.get(pair.sent.size() - 1).bytes();
    pair.link = frame -> List.of(Pair.DELAY_NANOS);
    pair.a.send(HELLO);
    pair.runFor(SECOND);
    int before = pair.sent.size();
    pair.b.receive(new DirectPath(Pair.endpoint("203.0.113.9")), held);
    assertThat(pair.b.messages).hasSize(2);
    assertThat(pair.sent).hasSize(before);
  }

  @Test
  void whenTheDirectPathDiesTheOverlayTakesOver() {
    Pair pair = overTheOverlay();
    probe(pair.a, pair.b.direct());
    pair.runFor(SECOND);
    pair.link = frame -> frame.path() instanceof DirectPath ? List.of() : List.of(Pair.DELAY_NANOS);
    pair.runFor(60 * SECOND);
    assertThat(pair.a.liveSession().path()).isEqualTo(pair.b.overlay());
    assertThat(pair.b.liveSession().path()).isEqualTo(pair.a.overlay());
    pair.a.send(HELLO);
    pair.runFor(SECOND);
    assertThat(pair.b.messages).hasSize(1);
  }

  @Test
  void aDirectPathThatIsDeadInOneDirectionIsLeft() {
    Pair pair = overTheOverlay();
    probe(pair.a, pair.b.direct());
    pair.runFor(SECOND);
    pair.link =
        frame ->
            frame.path() instanceof DirectPath && frame.from() == pair.a
                ? List.of()
                : List.of(Pair.DELAY_NANOS);
    pair.runFor(60 * SECOND);
    pair.a.send(HELLO);
    pair.runFor(SECOND);
    assertThat(pair.b.messages).hasSize(1);
  }

  @Test
  void aFasterDirectPathWinsOnlyByAClearMargin() {
    Path one = new DirectPath(Pair.endpoint("192.0.2.1"));
    Path two = new DirectPath(Pair.endpoint("192.0.2.2"));
    Path publicOverlay = new PublicOverlayPath(NodeId.hash(new byte[1]));
    long ms = TimeUnit.MILLISECONDS.toNanos(1);
    assertThat(PathChoice.isBetter(one, 10 * ms, two, 20 * ms)).isTrue();
    assertThat(PathChoice.isBetter(one, 18 * ms, two, 20 * ms)).isFalse();
    assertThat(PathChoice.isBetter(one, ms, two, 3 * ms)).isFalse();
    assertThat(PathChoice.isBetter(one, 90 * ms, publicOverlay, ms)).isTrue();
  }
}
