package net.groupvpn.overlay.survey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import net.groupvpn.overlay.broadcast.Region;
import net.groupvpn.overlay.broadcast.Totals;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.time.Now;
import org.junit.jupiter.api.Test;

/** A crawl whose questions the test answers. */
final class CrawlTest {
  private static final NodeId NODE = NodeId.hash(new byte[] {1});
  private final Engine engine = new Engine(new SplittableRandom(1), new Now(1, 1));
  private final List<Region> asked = new ArrayList<>();
  private final List<CrawlReport> reports = new ArrayList<>();

  @Test
  void whoeverClaimsToHaveTooManyViewsForEverIsLeftAlone() {
    byte[] overflown = new ViewList(true, List.of()).toBytes();
    run((region, done) -> answer(done, new Totals(1_000_000, 0, 1, overflown)));
    assertThat(asked).hasSizeLessThanOrEqualTo(Crawl.MAX_QUESTIONS);
    assertThat(reports.get(0).unreached()).isPositive();
  }

  @Test
  void viewsOfNodesOutsideTheRegionDoNotCount() {
    NodeId named = NodeId.hash(new byte[] {2});
    byte[] all =
        new ViewList(false, List.of(new SiblingView(NODE, true, List.of(named)))).toBytes();
    run((region, done) -> answer(done, new Totals(1, 0, 1, all)));
    assertThat(reports.get(0).count(NodeCheck.State.SILENT)).isEqualTo(1);
    assertThat(reports.get(0).nodes()).hasSize(2);
  }

  @Test
  void aPartThatStaysSilentIsAskedOnceMoreAndThenReported() {
    run((region, done) -> answer(done, new Totals(0, 1, 0, new byte[0])));
    assertThat(asked).containsExactly(Region.ALL, Region.ALL);
    assertThat(reports.get(0).unreached()).isEqualTo(1);
  }

  @Test
  void aQuestionThatCannotBeAskedNowIsAskedLater() {
    byte[] own = new ViewList(false, List.of(new SiblingView(NODE, true, List.of()))).toBytes();
    List<Integer> refusals = new ArrayList<>();
    run(
        (region, done) -> {
          refusals.add(refusals.size());
          return refusals.size() > 5 && answer(done, new Totals(1, 0, 0, own));
        });
    assertThat(reports.get(0).questions()).isEqualTo(1);
    assertThat(reports.get(0).count(NodeCheck.State.RIGHT)).isEqualTo(1);
  }

  private static boolean answer(Consumer<Totals> done, Totals totals) {
    done.accept(totals);
    return true;
  }

  private void run(Crawl.Asker asker) {
    Crawl crawl =
        new Crawl(
            engine,
            (region, done) -> {
              asked.add(region);
              return asker.ask(region, done);
            },
            new ViewCheck(8),
            reports::add);
    crawl.start(() -> {});
    while (reports.isEmpty()) {
      engine.onTimeout(new Now(engine.nextTimeoutNanos(), 1));
    }
  }
}
