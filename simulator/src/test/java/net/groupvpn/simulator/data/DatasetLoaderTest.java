package net.groupvpn.simulator.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class DatasetLoaderTest {
  private static final String KING =
      "0 100000 -1 159000\n98000 0 20000 30000\n40000 20000 0 10000\n159000 30000 10000 0\n";
  private static final Offset<Double> CLOSE = Offset.offset(1e-6);

  @TempDir private Path folder;

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private Dataset load(String name, String content) throws Exception {
    return DatasetLoader.guessing().load(file(name, content));
  }

  private static double millis(Dataset dataset, int one, int other) {
    return dataset.usable().roundTripNanos(one, other) / 1e6;
  }

  @Test
  void kingIsRoundTripMicrosecondsAndNegativeIsMissing() throws Exception {
    Dataset dataset = load("king.matrix", KING);
    assertThat(dataset.format()).isEqualTo(DatasetFormat.KING);
    assertThat(dataset.rules()).hasToString("round-trip us, missing where negative");
    assertThat(millis(dataset, 0, 1)).isEqualTo(99, CLOSE);
    assertThat(dataset.measured().missing()).isEqualTo(1);
    assertThat(millis(dataset, 0, 2)).as("from the other direction").isEqualTo(40, CLOSE);
  }

  @Test
  void gzAndXzAreUnpacked() throws Exception {
    Path gz = folder.resolve("matrix.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gz))) {
      out.write(KING.getBytes(StandardCharsets.UTF_8));
    }
    Path xz = folder.resolve("matrix.xz");
    try (OutputStream out = new XZOutputStream(Files.newOutputStream(xz), new LZMA2Options(0))) {
      out.write(KING.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(millis(DatasetLoader.guessing().load(gz), 1, 3)).isEqualTo(30, CLOSE);
    assertThat(millis(DatasetLoader.guessing().load(xz), 1, 3)).isEqualTo(30, CLOSE);
  }

  @Test
  void aCompressedFileThatIsCutOffIsSaidToBe() throws Exception {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(whole)) {
      out.write(KING.repeat(100).getBytes(StandardCharsets.UTF_8));
    }
    byte[] cut = Arrays.copyOf(whole.toByteArray(), whole.size() - 12);
    Path file = Files.write(folder.resolve("cut.matrix.gz"), cut);
    assertThatThrownBy(() -> DatasetLoader.guessing().load(file))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("cut.matrix.gz")
        .hasMessageContaining("line");
  }

  @Test
  void theUnitOfDenseNumbersIsGuessedByTheMedian() throws Exception {
    assertThat(load("a.txt", "0 0.2\n0.2 0\n").rules().unit()).isEqualTo(LatencyUnit.SECONDS);
    assertThat(load("b.txt", "0\t74.5\n74.5\t0\n").rules().unit())
        .isEqualTo(LatencyUnit.MILLISECONDS);
    assertThat(load("c.txt", "0,74500\n74500,0\n").rules().unit())
        .isEqualTo(LatencyUnit.MICROSECONDS);
  }

  @Test
  void namesOfRowsAndColumnsAreNoNumbers() throws Exception {
    Dataset dataset = load("cities.csv", "city,Rome,Oslo\n\"Rome\",0,42.5\n\"Oslo\",42.5,0\n");
    assertThat(millis(dataset, 0, 1)).isEqualTo(42.5, CLOSE);
  }

  @Test
  void nodesWithGapsAreLeftOut() throws Exception {
    Dataset dataset = load("d.txt", "0 20 - 30\n20 0 - 40\n- 0 0 nan\n30 40 -1 0\n");
    assertThat(dataset.usable().sites()).isEqualTo(3);
    assertThat(millis(dataset, 1, 2)).isEqualTo(40, CLOSE);
  }

  @Test
  void p2psimGraphsAreOneWayMillisecondsOrRoundTripMicroseconds() throws Exception {
    String head = "topology E2EGraph\nfailure_model NullFailureModel\n\nnode 1\nnode 2\nnode 3\n";
    Dataset oneWay = load("mking-t", head + "1,2 50\n1,3 60\n2,3 70\n");
    assertThat(oneWay.format()).isEqualTo(DatasetFormat.E2E_GRAPH);
    assertThat(millis(oneWay, 0, 1)).isEqualTo(100, CLOSE);
    Dataset roundTrip = load("uking-t", head + "1,2 50000\n1,3 60000\n2,3 70000\n");
    assertThat(millis(roundTrip, 1, 2)).isEqualTo(70, CLOSE);
    assertThatThrownBy(() -> load("cut", head + "1,2 50\n"))
        .hasMessageContaining("line 7: the file names 3 nodes, but no pair has node 3: cut off?");
  }

  @Test
  void meridianTriples() throws Exception {
    Dataset dataset = load("meridian", "1 2 50000\n1 3 60000\n2 3 70000\n2 1 52000\n3 1 60000\n");
    assertThat(dataset.format()).isEqualTo(DatasetFormat.TRIPLES);
    assertThat(millis(dataset, 0, 1)).isEqualTo(51, CLOSE);
  }

  @Test
  void overSimCoordinatesAreOneWayMilliseconds() throws Exception {
    Dataset dataset =
        load(
            "nodes_2d.xml",
            """
            <?xml version="1.0"?>
            <nodelist dimensions="2">
            <node isroot="0" ip="1.0.0.1"><coord> 0 </coord><coord> 0 </coord></node>
            <node isroot="0" ip="1.0.0.2"><coord> 30 </coord><coord> 40 </coord></node>
            </nodelist>
            """);
    assertThat(dataset.format()).isEqualTo(DatasetFormat.OVERSIM);
    assertThat(millis(dataset, 0, 1)).isEqualTo(100, CLOSE);
  }

  @Test
  void shadowGraphsGiveShortestPaths() throws Exception {
    String graph =
        """
        <?xml version="1.0"?>
        <graphml>
        <key attr.name="latency" attr.type="double" for="edge" id="d1"/>
        <graph edgedefault="undirected">
        <node id="a"/><node id="b"/><node id="c"/>
        <edge source="a" target="b"><data key="d1">10</data></edge>
        <edge source="b" target="c"><data key="d1">5 ms</data></edge>
        <edge source="a" target="c"><data key="d1">40</data></edge>
        </graph>
        </graphml>
        """;
    Dataset dataset = load("topology.graphml.xml", graph);
    assertThat(dataset.format()).isEqualTo(DatasetFormat.GRAPHML);
    assertThat(millis(dataset, 0, 2)).isEqualTo(30, CLOSE);
    assertThatThrownBy(() -> load("cut.xml", graph.substring(0, graph.length() - 60)))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("line 8");
  }

  @Test
  void errorsNameTheLine() {
    assertThatThrownBy(() -> load("e.txt", "0 1 2\n1 0\n2 1 0\n"))
        .hasMessageContaining("e.txt, line 2: 2 numbers, but line 1 has 3");
    assertThatThrownBy(() -> load("f.txt", "0 1 2\n1 0 2\n"))
        .hasMessageContaining("f.txt, line 2: the file ends after 2 rows of 3 numbers");
    assertThatThrownBy(() -> load("g.txt", "0 1\n1 0\n1 2\n"))
        .hasMessageContaining("g.txt, line 3: more than 2 rows");
    assertThatThrownBy(() -> load("h.txt", "0 1\nx! 0\n"))
        .hasMessageContaining("h.txt, line 2: 'x!' is not a number");
    assertThatThrownBy(() -> load("empty", "")).hasMessageContaining("is empty");
    assertThatThrownBy(() -> DatasetLoader.guessing().load(folder.resolve("none")))
        .hasMessageContaining("there is no file");
    assertThatThrownBy(() -> load("huge.matrix", "0 999999999\n1 0\n"))
        .hasMessageContaining("is --unit right?");
  }

  @Test
  void statisticsFindFasterWaysOverAThird() throws Exception {
    DatasetStatistics statistics =
        DatasetStatistics.of(load("t.txt", "0 100 20\n100 0 30\n20 30 0\n"));
    assertThat(statistics.violatingShare()).isEqualTo(1.0 / 3, CLOSE);
    assertThat(statistics.medianGainMillis()).isEqualTo(50, CLOSE);
    assertThat(statistics.median()).isEqualTo(30, CLOSE);
    assertThat(statistics.max()).isEqualTo(100, CLOSE);
    assertThat(statistics.toJson()).startsWith("{\"nodes\":3,\"missing_share\":0.000000,");
  }

  @Test
  void theSyntheticSetHasKingsMedian() throws Exception {
    java.io.StringWriter text = new java.io.StringWriter();
    SyntheticKing.write(SyntheticKing.generate(60, 1), new java.io.PrintWriter(text, true));
    DatasetStatistics statistics = DatasetStatistics.of(load("s.matrix", text.toString()));
    assertThat(statistics.median()).isEqualTo(159, Offset.offset(1.0));
    assertThat(statistics.max()).isLessThanOrEqualTo(800);
    assertThat(statistics.violatingShare()).isPositive();
  }
}
