package net.groupvpn.overlay.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.groupvpn.overlay.broadcast.Topic;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.link.SiblingList;
import net.groupvpn.overlay.wire.WireException;
import org.junit.jupiter.api.Test;

final class SurveyMessagesTest {
  @Test
  void aSummaryNamesTheMostFrequentVersionsAndCountsTheOthers() throws WireException {
    NetworkSummary summary = NetworkSummary.NONE;
    for (int version = 0; version < 20; version++) {
      Map<String, Integer> counts = Map.of("v" + version, version + 1);
      summary = summary.plus(new NetworkSummary(0, 0, counts, 0, List.of()));
    }
    assertThat(summary.versions()).hasSize(NetworkSummary.MAX_VERSIONS).containsEntry("v19", 20);
    assertThat(summary.versions()).doesNotContainKeys("v0", "v1", "v2", "v3");
    assertThat(summary.otherVersions()).isEqualTo(1 + 2 + 3 + 4);
    assertThat(NetworkSummary.parse(summary.toBytes())).isEqualTo(summary);
  }

  @Test
  void aSummaryNamesTheSlowestLinksEachOnce() {
    NetworkSummary summary = NetworkSummary.NONE;
    for (int i = 1; i <= 20; i++) {
      SlowLink link = new SlowLink(id(i), id(100 + i), "direct", i * 1_000_000L);
      SlowLink again = new SlowLink(id(100 + i), id(i), "direct", i * 1_000_000L - 1_000);
      summary = summary.plus(summaryOf("v", List.of(link))).plus(summaryOf("v", List.of(again)));
    }
    assertThat(summary.slowest()).hasSize(NetworkSummary.MAX_SLOWEST);
    assertThat(summary.slowest().get(0).node()).isEqualTo(id(20));
    assertThat(summary.slowest().get(9).node()).isEqualTo(id(11));
  }

  @Test
  void theLongestAnswersFit() {
    List<SlowLink> links = new ArrayList<>();
    NetworkSummary summary = NetworkSummary.NONE;
    for (int i = 0; i < NetworkSummary.MAX_VERSIONS; i++) {
      links.add(new SlowLink(id(i), id(50 + i), "x".repeat(12), 1_000));
      summary = summary.plus(summaryOf((char) ('a' + i) + "v".repeat(31), links));
    }
    assertThat(summary.toBytes()).hasSizeLessThanOrEqualTo(Topic.MAX_ANSWER_BYTES);
    assertThat(views(ViewList.MAX_VIEWS).toBytes())
        .hasSizeLessThanOrEqualTo(Topic.MAX_ANSWER_BYTES);
  }

  @Test
  void tooManyViewsAreNone() throws WireException {
    ViewList full = views(ViewList.MAX_VIEWS);
    assertThat(full.overflown()).isFalse();
    ViewList overflown = full.plus(views(1));
    assertThat(overflown.overflown()).isTrue();
    assertThat(overflown.views()).isEmpty();
    assertThat(ViewList.parse(overflown.toBytes())).isEqualTo(overflown);
    assertThat(ViewList.parse(full.toBytes())).isEqualTo(full);
  }

  @Test
  void answersThatEndTooEarlyAreNone() {
    byte[] summary = summaryOf("v", List.of(new SlowLink(id(1), id(2), "direct", 1))).toBytes();
    for (int length = 0; length < summary.length; length++) {
      byte[] cut = Arrays.copyOf(summary, length);
      assertThatThrownBy(() -> NetworkSummary.parse(cut)).isInstanceOf(WireException.class);
    }
    byte[] views = views(2).toBytes();
    for (int length = 0; length < views.length; length++) {
      byte[] cut = Arrays.copyOf(views, length);
      assertThatThrownBy(() -> ViewList.parse(cut)).isInstanceOf(WireException.class);
    }
  }

  private static ViewList views(int count) {
    List<NodeId> siblings = new ArrayList<>();
    for (int i = 0; i < SiblingList.SIBLINGS; i++) {
      siblings.add(id(200 + i));
    }
    List<SiblingView> views = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      views.add(new SiblingView(id(i), true, siblings));
    }
    return new ViewList(false, views);
  }

  private static NetworkSummary summaryOf(String version, List<SlowLink> slowest) {
    return new NetworkSummary(1, 3, Map.of(version, 1), 0, slowest);
  }

  private static NodeId id(int number) {
    return NodeId.hash(new byte[] {(byte) number});
  }
}
