package net.groupvpn.overlay.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.session.Session;
import net.groupvpn.overlay.virtual.Kernel;
import net.groupvpn.overlay.virtual.NatType;
import org.junit.jupiter.api.Test;

/**
 * Two nodes behind boxes, and nodes without boxes between them.
 *
 * <pre>
 *   hidden --- [another port for each destination] --- open nodes --- [known ports only] --- strict
 * </pre>
 */
class BirthdayScenarioTest {
  private static final int OPEN = 5;
  private static final Duration SOON = Duration.ofSeconds(30);

  private final TestOverlay overlay = new TestOverlay(51).grow(OPEN);

  private OverlayNode behind(NatType box) {
    return overlay.addBehind(
        box,
        node -> {
          node.links().enablePunching();
          node.addSeed(Kernel.endpointOf(0));
        });
  }

  private boolean isDirect(OverlayNode from, OverlayNode to) {
    Session session = from.session(to.self());
    return session != null && session.path() instanceof DirectPath;
  }

  private boolean isPunched(OverlayNode from, OverlayNode to) {
    Session session = from.session(to.self());
    return session != null
        && session.path() instanceof DirectPath direct
        && overlay.host(from).hasSideWayTo(direct.endpoint());
  }

  /** Both say every second that they want to talk. */
  private boolean talkUntilDirect(OverlayNode one, OverlayNode other) {
    for (int second = 0; second < SOON.toSeconds() && !isDirect(one, other); second++) {
      for (OverlayNode from : List.of(one, other)) {
        OverlayNode to = from == one ? other : one;
        overlay.host(from).command(() -> from.connect(to.self()));
      }
      overlay.network.runFor(Duration.ofSeconds(1));
    }
    return isDirect(one, other) && isDirect(other, one);
  }

  @Test
  void manyPortsOfOneEndMeetManyGuessesOfTheOther() {
    OverlayNode hidden = behind(NatType.SYMMETRIC);
    OverlayNode strict = behind(NatType.PORT_RESTRICTED);
    assertThat(overlay.network.runUntil(overlay::allJoined, SOON)).isTrue();

    assertThat(talkUntilDirect(hidden, strict)).isTrue();
    assertThat(isPunched(hidden, strict)).isTrue();
    assertThat(isPunched(strict, hidden)).isFalse();
    assertThat(overlay.counter(OverlayCounter.LINK_PUNCH_SCATTERED)).isPositive();
    assertThat(overlay.counter(OverlayCounter.LINK_PUNCH_KNOCKED)).isPositive();

    overlay.network.runFor(Duration.ofMinutes(5));
    assertThat(isPunched(hidden, strict)).as("the way is kept open").isTrue();
  }

  @Test
  void twoSymmetricBoxesAreLeftAlone() {
    OverlayNode one = behind(NatType.SYMMETRIC);
    OverlayNode other = behind(NatType.SYMMETRIC);
    assertThat(overlay.network.runUntil(overlay::allJoined, SOON)).isTrue();

    assertThat(talkUntilDirect(one, other)).isFalse();
    assertThat(overlay.counter(OverlayCounter.LINK_PUNCH_SCATTERED)).isZero();
    assertThat(overlay.counter(OverlayCounter.LINK_PUNCH_KNOCKED)).isZero();
  }
}
