package net.groupvpn.overlay.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.record.FrameHeader;
import net.groupvpn.overlay.record.FrameType;
import org.junit.jupiter.api.Test;

/** A session beyond the limit is closed at the moment at which it begins. */
class ClosedAtOnceTest {
  private final Pair pair = new Pair(4);

  @Test
  void nothingGoesOnInItWhateverItsFirstRecordIs() {
    pair.a.onEstablished = session -> session.close(CloseReason.CROWDED_NETWORK);
    DirectPath elsewhere = new DirectPath(Pair.endpoint("192.0.2.77"));
    pair.link =
        frame -> {
          boolean isSealed = FrameHeader.type(frame.bytes()) == FrameType.SEALED;
          if (frame.from() == pair.b && isSealed) {
            pair.inject(pair.a, elsewhere, frame.bytes(), Pair.DELAY_NANOS);
            return List.of();
          }
          return List.of(Pair.DELAY_NANOS);
        };
    pair.a.open(pair.b.direct(), pair.b.id());
    pair.runFor(TimeUnit.SECONDS.toNanos(1));
    assertThat(pair.a.events)
        .containsExactly("established", "closed: too many sessions with this network");
    assertThat(pair.sent).noneMatch(frame -> frame.path().equals(elsewhere));
    pair.runFor(TimeUnit.SECONDS.toNanos(120));
    assertThat(pair.a.nextTimeout()).isEqualTo(Long.MAX_VALUE);
  }
}
