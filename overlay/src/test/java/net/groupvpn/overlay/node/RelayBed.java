package net.groupvpn.overlay.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path.RelayPath;
import net.groupvpn.overlay.session.SessionView;
import net.groupvpn.overlay.virtual.Kernel;
import org.jspecify.annotations.Nullable;

/**
 * Two nodes that cannot talk directly, and relays between them. While {@link #talkFor} runs, a
 * message goes each way ten times a second; the longest silence at either end is recorded.
 *
 * <pre>
 *   one --- relay 0 (seed) --- other
 *      \--- relay 1 ----------/
 *       \-- relay 2 ---------/
 *    one -------- X -------- other
 * </pre>
 */
final class RelayBed {
  private static final int CHANNEL = 9;
  private static final Duration BEAT = Duration.ofMillis(100);
  private static final int BEATS_PER_SECOND = 10;

  final TestOverlay overlay;
  final List<OverlayNode> relays = new ArrayList<>();
  final OverlayNode one;
  final OverlayNode other;
  private final long[] heardNanos = new long[2];
  private final long[] silenceNanos = new long[2];
  private int sessionsLost;

  /** One-way delays of a relay's legs. */
  record Delays(int toOneMillis, int toOtherMillis) {
    int sum() {
      return toOneMillis + toOtherMillis;
    }
  }

  /** {@code delays} has one entry for each relay. */
  RelayBed(long seed, List<Delays> delays) {
    overlay = new TestOverlay(seed).grow(delays.size());
    relays.addAll(overlay.nodes);
    one = addEnd();
    other = addEnd();
    block(true);
    for (int i = 0; i < relays.size(); i++) {
      setLegs(relays.get(i), delays.get(i));
    }
    one.handleChannel(CHANNEL, (from, payload) -> onHeard(0));
    other.handleChannel(CHANNEL, (from, payload) -> onHeard(1));
    one.addListener(
        new Overlay.Listener() {
          @Override
          public void onSessionDown(SessionView session) {
            sessionsLost += session.peer().equals(other.self()) ? 1 : 0;
          }
        });
  }

  private OverlayNode addEnd() {
    return overlay.add(node -> node.addSeed(Kernel.endpointOf(0)), true);
  }

  void block(boolean blocked) {
    overlay.network.wiring().separate(overlay.host(one), overlay.host(other), blocked);
  }

  void setLegs(OverlayNode relay, Delays delays) {
    overlay
        .network
        .wiring()
        .setDelay(overlay.host(relay), overlay.host(one), Duration.ofMillis(delays.toOneMillis));
    overlay
        .network
        .wiring()
        .setDelay(
            overlay.host(relay), overlay.host(other), Duration.ofMillis(delays.toOtherMillis));
  }

  /** Sums of 30, 40, 50 ms and so on in random order, each split at random. */
  static List<Delays> randomDelays(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Delays> delays = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int sum = 30 + 10 * i;
      int toOne = random.nextInt(1, sum);
      delays.add(random.nextInt(i + 1), new Delays(toOne, sum - toOne));
    }
    return delays;
  }

  /** The relay with the smallest sum. */
  static int best(List<Delays> delays) {
    int best = 0;
    for (int i = 1; i < delays.size(); i++) {
      best = delays.get(i).sum() < delays.get(best).sum() ? i : best;
    }
    return best;
  }

  private void onHeard(int end) {
    long now = overlay.network.now().bootNanos();
    if (heardNanos[end] != 0) {
      silenceNanos[end] = Math.max(silenceNanos[end], now - heardNanos[end]);
    }
    heardNanos[end] = now;
  }

  /** Sends both ways for that long; returns the longest silence at either end. */
  Duration talkFor(Duration duration) {
    long now = overlay.network.now().bootNanos();
    heardNanos[0] = now;
    heardNanos[1] = now;
    silenceNanos[0] = 0;
    silenceNanos[1] = 0;
    long beats = duration.dividedBy(BEAT);
    for (long beat = 0; beat < beats; beat++) {
      boolean isNewSecond = beat % BEATS_PER_SECOND == 0;
      say(one, other, isNewSecond);
      say(other, one, isNewSecond);
      overlay.network.runFor(BEAT);
    }
    onHeard(0);
    onHeard(1);
    return Duration.ofNanos(Math.max(silenceNanos[0], silenceNanos[1]));
  }

  private void say(OverlayNode from, OverlayNode to, boolean isNewSecond) {
    overlay
        .host(from)
        .command(
            () -> {
              if (isNewSecond) {
                from.connect(to.self());
              }
              from.sendToPeer(to.self(), CHANNEL, new byte[] {1});
            });
  }

  /** The relay through which {@code end} sends, or null. */
  @Nullable OverlayNode relayOf(OverlayNode end) {
    NodeId peer = end == one ? other.self() : one.self();
    SessionView session = end.session(peer);
    return session != null && session.path() instanceof RelayPath path
        ? overlay.node(path.relay())
        : null;
  }

  boolean bothUse(OverlayNode relay) {
    return Objects.equals(relayOf(one), relay) && Objects.equals(relayOf(other), relay);
  }

  boolean areBothRelayed() {
    return relayOf(one) != null && relayOf(other) != null;
  }

  boolean isDirect() {
    SessionView session = one.session(other.self());
    SessionView back = other.session(one.self());
    return session != null && back != null && session.path().isLeg() && back.path().isLeg();
  }

  /** What both ends use, for the message of a failed test. */
  String describe() {
    return one.relays().status(other.self()) + " and " + other.relays().status(one.self());
  }

  int sessionsLost() {
    return sessionsLost;
  }
}
