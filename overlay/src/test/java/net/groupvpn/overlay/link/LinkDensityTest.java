package net.groupvpn.overlay.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.groupvpn.overlay.id.NodeId;
import org.junit.jupiter.api.Test;

class LinkDensityTest {
  private static final NodeId NEAR = NodeId.hash(new byte[] {1});
  private static final NodeId FAR = NodeId.hash(new byte[] {2});

  @Test
  void aBlindBucketKeepsWhomItHas() {
    LinkDensity blind = new LinkDensity(4, 1, false, 0);
    List<BucketPolicy.Entry> bucket =
        List.of(
            new BucketPolicy.Entry(NEAR, 1, false, false),
            new BucketPolicy.Entry(FAR, 1_000, false, true));

    assertThat(BucketPolicy.choose(bucket, blind)).containsExactly(FAR);
    assertThat(BucketPolicy.choose(bucket, new LinkDensity(4, 1, true, 0))).containsExactly(NEAR);
    assertThat(BucketPolicy.missing(bucket, blind)).isZero();
  }

  @Test
  void moreSiblingsThanAMessageHoldsAreRefused() {
    assertThatThrownBy(() -> new LinkDensity(9, 1, true, 0))
        .hasMessage("siblings must be 1 to 8, not 9");
    assertThatThrownBy(() -> new LinkDensity(4, 0, true, 0))
        .hasMessage("links per bucket must be 1 to 16, not 0");
  }
}
