package net.groupvpn.client.crawl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.survey.CrawlReport;
import net.groupvpn.overlay.survey.NodeCheck;
import net.groupvpn.overlay.survey.NodeCheck.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CrawlStoreTest {
  private static final int MAX_RUNS = 4;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final NodeId NODE = NodeId.hash(new byte[] {1});
  private static final NodeId OTHER = NodeId.hash(new byte[] {2});

  @TempDir private Path directory;

  @Test
  void aNodeThatIsWrongAgainAndAgainIsCountedAcrossRuns() throws IOException {
    assertThat(add(State.WRONG).wrongInARow()).containsEntry(NODE, 1);
    assertThat(add(State.WRONG).wrongInARow()).containsEntry(NODE, 2);
    assertThat(add(State.WRONG).wrongInARow()).containsEntry(NODE, 3).doesNotContainKey(OTHER);
  }

  @Test
  void oneRightViewEndsTheRow() throws IOException {
    add(State.WRONG);
    assertThat(add(State.RIGHT).wrongInARow()).isEmpty();
    assertThat(add(State.WRONG).wrongInARow()).containsEntry(NODE, 1);
  }

  @Test
  void aRunInWhichItWasSilentDoesNot() throws IOException {
    add(State.WRONG);
    add(State.SILENT);
    assertThat(add(State.WRONG).wrongInARow()).containsEntry(NODE, 2);
  }

  @Test
  void onlyTheLastRunsAreKept() throws IOException {
    for (int i = 0; i < MAX_RUNS; i++) {
      add(State.RIGHT);
    }
    CrawlHistory last = add(State.RIGHT);
    assertThat(last.run()).isEqualTo(MAX_RUNS + 1);
    assertThat(last.runs()).isEqualTo(MAX_RUNS);
  }

  @Test
  void aFileThatIsNoDatabaseIsSaidToBeBad() throws IOException {
    Path file = directory.resolve("crawl.mv.db");
    Files.writeString(file, "x".repeat(10_000));
    assertThatThrownBy(() -> add(State.RIGHT))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString());
  }

  private CrawlHistory add(State state) throws IOException {
    List<NodeId> lacks = state == State.WRONG ? List.of(OTHER) : List.of();
    NodeCheck node = new NodeCheck(NODE, state, lacks, List.of());
    NodeCheck other = new NodeCheck(OTHER, State.RIGHT, List.of(), List.of());
    return new CrawlStore(directory, MAX_RUNS)
        .add(new CrawlReport(List.of(node, other), 0, 3, 4), START);
  }
}
