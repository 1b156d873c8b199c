package net.groupvpn.overlay.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.groupvpn.overlay.broadcast.Broadcaster;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.routing.TraceHop;
import net.groupvpn.overlay.survey.CrawlReport;
import net.groupvpn.overlay.survey.NodeCheck;
import net.groupvpn.overlay.survey.NodeCheck.State;
import net.groupvpn.overlay.survey.QueryResult;
import net.groupvpn.overlay.survey.SiblingView;
import net.groupvpn.overlay.survey.Survey;
import org.junit.jupiter.api.Test;

/** What one node finds out about all others. */
final class SurveyScenarioTest {
  private static final int QUERY_MILLIS = 10_000;
  private final List<Survey> surveys = new ArrayList<>();

  @Test
  void aQueryCountsNodesAndVersionsAndNamesTheSlowestLinks() {
    TestOverlay overlay = settled(1, 40, -1);
    QueryResult result = query(overlay, 5);
    assertThat(result.nodes()).isEqualTo(40);
    assertThat(result.unreached()).isZero();
    assertThat(result.summary().joined()).isEqualTo(40);
    assertThat(result.summary().versions()).containsEntry("even", 20).containsEntry("odd", 20);
    assertThat(result.summary().slowest()).hasSize(10);
    assertThat(result.summary().slowest().get(0).rttNanos()).isBetween(80_000_000L, 120_000_000L);
  }

  @Test
  void aCrawlFindsEveryViewRight() {
    TestOverlay overlay = settled(2, 100, -1);
    CrawlReport report = crawl(overlay, 0);
    assertThat(report.count(State.RIGHT)).isEqualTo(100);
    assertThat(report.nodes()).hasSize(100);
    assertThat(report.unreached()).isZero();
  }

  @Test
  void aCrawlOfASmallGroupIsOneQuestion() {
    TestOverlay overlay = settled(3, 12, -1);
    CrawlReport report = crawl(overlay, 7);
    assertThat(report.count(State.RIGHT)).isEqualTo(12);
    assertThat(report.questions()).isEqualTo(1);
  }

  @Test
  void aCrawlFindsTheNodeWhoseViewIsWrong() {
    TestOverlay overlay = settled(4, 60, 20);
    OverlayNode liar = overlay.nodes.get(20);
    CrawlReport report = crawl(overlay, 3);
    List<NodeCheck> wrong =
        report.nodes().stream().filter(node -> node.state() != State.RIGHT).toList();
    assertThat(wrong).hasSize(1);
    assertThat(wrong.get(0).node()).isEqualTo(liar.self());
    assertThat(wrong.get(0).state()).isEqualTo(State.WRONG);
    assertThat(wrong.get(0).lacks()).containsExactly(liar.status().siblings().get(0));
  }

  /** Sometimes all have noticed before the crawl has asked them for the last time. */
  @Test
  void aCrawlFindsWhoIsGoneAndWhoHasNotNoticed() {
    List<NodeCheck> wrong = new ArrayList<>();
    for (int seed = 5; seed < 9; seed++) {
      surveys.clear();
      wrong.addAll(wrongAfterADeath(settled(seed, 60, -1)));
    }
    assertThat(wrong).isNotEmpty();
  }

  private List<NodeCheck> wrongAfterADeath(TestOverlay overlay) {
    NodeId gone = overlay.nodes.get(30).self();
    overlay.kill(overlay.nodes.get(30));
    CrawlReport report = crawl(overlay, 3);
    assertThat(report.count(State.RIGHT) + report.count(State.WRONG)).isEqualTo(59);
    List<NodeCheck> wrong =
        report.nodes().stream().filter(node -> node.state() == State.WRONG).toList();
    assertThat(wrong).allMatch(node -> !node.lacks().isEmpty() || node.ghosts().contains(gone));
    overlay.network.runFor(Duration.ofMinutes(1));
    CrawlReport later = crawl(overlay, 3);
    assertThat(later.count(State.RIGHT)).isEqualTo(59);
    assertThat(later.nodes()).hasSize(59);
    return wrong;
  }

  private TestOverlay settled(int seed, int count, int liar) {
    TestOverlay overlay = new TestOverlay(seed).grow(count);
    for (int i = 0; i < count; i++) {
      OverlayNode node = overlay.nodes.get(i);
      surveys.add(
          i == liar
              ? lying(node, overlay.engine(node))
              : node.diagnostics().enableSurvey(i % 2 == 0 ? "even" : "odd"));
    }
    assertThat(overlay.network.runUntil(overlay::settled, Duration.ofMinutes(3))).isTrue();
    overlay.network.runFor(Duration.ofSeconds(20));
    return overlay;
  }

  /** Leaves out its closest sibling. */
  private static Survey lying(OverlayNode node, Engine engine) {
    Broadcaster broadcaster = node.diagnostics().enableBroadcasts();
    return new Survey(
        engine,
        broadcaster,
        () -> new TraceHop(node.self(), 0, true, 0, List.of()),
        () -> new SiblingView(node.self(), true, allButTheFirst(node.status().siblings())),
        8,
        "odd");
  }

  private static List<NodeId> allButTheFirst(List<NodeId> siblings) {
    return siblings.subList(Math.min(1, siblings.size()), siblings.size());
  }

  private QueryResult query(TestOverlay overlay, int asker) {
    List<QueryResult> result = new ArrayList<>();
    overlay
        .network
        .hosts()
        .get(asker)
        .command(() -> surveys.get(asker).query(QUERY_MILLIS, result::add));
    assertThat(overlay.network.runUntil(() -> !result.isEmpty(), Duration.ofSeconds(11))).isTrue();
    return result.get(0);
  }

  private CrawlReport crawl(TestOverlay overlay, int asker) {
    List<CrawlReport> result = new ArrayList<>();
    overlay.network.hosts().get(asker).command(() -> surveys.get(asker).crawl(result::add));
    assertThat(overlay.network.runUntil(() -> !result.isEmpty(), Duration.ofMinutes(2))).isTrue();
    return result.get(0);
  }
}
