package net.groupvpn.overlay.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.link.BucketPolicy.Entry;
import org.junit.jupiter.api.Test;

class BucketPolicyTest {
  private static final NodeId A = NodeId.hash(new byte[] {1});
  private static final NodeId B = NodeId.hash(new byte[] {2});
  private static final NodeId C = NodeId.hash(new byte[] {3});
  private static final NodeId D = NodeId.hash(new byte[] {4});

  @Test
  void theLinksWithTheLowestRoundTripTimesAreKept() {
    List<Entry> bucket = List.of(link(A, 40), link(B, 10), link(C, 30), link(D, 20));

    assertThat(BucketPolicy.choose(bucket)).containsExactly(B, D, C);
  }

  @Test
  void aLinkThatIsKeptIsNotGivenUpForASlightlyFasterOne() {
    List<Entry> bucket = List.of(kept(A, 20), kept(B, 20), kept(C, 20), link(D, 18));

    assertThat(BucketPolicy.choose(bucket)).containsExactlyInAnyOrder(A, B, C);
  }

  @Test
  void aLinkThatIsKeptIsGivenUpForAMuchFasterOne() {
    List<Entry> bucket = List.of(kept(A, 20), kept(B, 20), kept(C, 60), link(D, 18));

    assertThat(BucketPolicy.choose(bucket)).containsExactlyInAnyOrder(A, B, D);
  }

  @Test
  void anUnmeasuredLinkComesLast() {
    List<Entry> bucket = List.of(link(A, -1), link(B, 10), link(C, 30), link(D, 20));

    assertThat(BucketPolicy.choose(bucket)).doesNotContain(A);
  }

  @Test
  void siblingsCoverTheBucketToo() {
    List<Entry> bucket =
        List.of(new Entry(A, 40, true, false), new Entry(B, 40, true, false), link(C, 90));

    assertThat(BucketPolicy.choose(bucket)).containsExactly(C);
    assertThat(BucketPolicy.missing(bucket)).isZero();
    assertThat(BucketPolicy.missing(bucket.subList(0, 1))).isEqualTo(2);
  }

  private static Entry link(NodeId node, int rttMillis) {
    return new Entry(node, rttMillis * 1_000_000L, false, false);
  }

  private static Entry kept(NodeId node, int rttMillis) {
    return new Entry(node, rttMillis * 1_000_000L, false, true);
  }
}
