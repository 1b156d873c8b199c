package net.groupvpn.client.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.path.Path.RelayPath;
import net.groupvpn.overlay.relay.RelayStatus;
import org.junit.jupiter.api.Test;

class PathReportTest {
  private static final NodeId RELAY = NodeId.random(new Random(1));
  private static final NodeId PEER = NodeId.random(new Random(2));
  private static final Path PATH = new RelayPath(RELAY, PEER);

  private static RelayStatus status(long ownNanos, long farNanos) {
    return new RelayStatus(RELAY, ownNanos, farNanos, List.of());
  }

  @Test
  void aRelayIsNamedWithBothItsLegs() {
    assertThat(PathReport.of(PATH, status(12_340_000, 7_000_000), node -> "cedar"))
        .isEqualTo("relay cedar (12.3 + 7.0 ms)");
  }

  @Test
  void withoutANameItsNodeIsShownAndAQuestionMarkForWhatIsUnknown() {
    assertThat(PathReport.of(PATH, status(-1, 7_000_000), node -> ""))
        .isEqualTo("relay " + RELAY + " (? + 7.0 ms)");
  }

  @Test
  void otherPathsAreShownAsTheyAre() {
    assertThat(PathReport.of(new OverlayPath(PEER, null), null, node -> "cedar"))
        .isEqualTo("overlay");
  }
}
