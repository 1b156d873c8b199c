package net.groupvpn.simulator.data;

import static java.nio.charset.StandardCharsets.UTF_16;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One small network, written in all supported file formats. Its round trips are 10, 20, ... 60 ms;
 * their median is 40 ms.
 */
class FileReadingTest {
  private static final int NODES = 4;
  private static final double[][] MILLIS = {
    {0, 10, 20, 30},
    {10, 0, 40, 50},
    {20, 40, 0, 60},
    {30, 50, 60, 0}
  };
  private static final Offset<Double> CLOSE = Offset.offset(1e-6);

  @TempDir private Path folder;

  /** Rows with the separator, with scaled numbers and three digits after the point. */
  private static String rows(String separator, double scale) {
    StringBuilder text = new StringBuilder();
    for (double[] row : MILLIS) {
      text.append(
              String.join(
                  separator,
                  Arrays.stream(row)
                      .mapToObj(
                          value -> String.format(java.util.Locale.ROOT, "%.3f", value * scale))
                      .toList()))
          .append('\n');
    }
    return text.toString();
  }

  private static String triples(String separator, String prefix) {
    StringBuilder text = new StringBuilder();
    for (int one = 0; one < NODES; one++) {
      for (int other = one + 1; other < NODES; other++) {
        text.append(prefix + one + separator + prefix + other + separator + MILLIS[one][other])
            .append('\n');
      }
    }
    return text.toString();
  }

  private Dataset load(String name, byte[] content, Map<String, String> reading) throws Exception {
    return DatasetOptions.loader(reading).load(Files.write(folder.resolve(name), content));
  }

  private Dataset load(String name, String content) throws Exception {
    return load(name, content.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  private static void isAsMeasured(Dataset dataset) {
    assertThat(dataset.usable().sites()).isEqualTo(NODES);
    for (int one = 0; one < NODES; one++) {
      for (int other = 0; other < NODES; other++) {
        assertThat(dataset.usable().roundTripNanos(one, other) / 1e6)
            .isCloseTo(MILLIS[one][other], CLOSE);
      }
    }
    assertThat(DatasetStatistics.of(dataset).median()).isCloseTo(40, CLOSE);
  }

  @ParameterizedTest
  @CsvSource({"ms.txt,1", "s.txt,0.001", "us.txt,1000", "us.matrix,1000"})
  void theUnitIsFoundOut(String name, double scale) throws Exception {
    isAsMeasured(load(name, rows(" ", scale)));
  }

  @ParameterizedTest
  @CsvSource({"ms.matrix,1", "s.matrix,0.001", "lan.matrix,0.02"})
  void aNameThatPromisesMicrosecondsDoesNotOutweighTheValues(String name, double scale)
      throws Exception {
    assertThatThrownBy(() -> load(name, rows(" ", scale)))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining(name)
        .hasMessageContaining("King's microseconds")
        .hasMessageContaining("ms if in us")
        .hasMessageContaining("ms if in ms")
        .hasMessageContaining("--unit");
    byte[] content = rows(" ", 1).getBytes(StandardCharsets.UTF_8);
    isAsMeasured(load("said.matrix", content, Map.of("unit", "ms")));
  }

  @Test
  void aLocalNetworksMillisecondsAreNotTakenForSeconds() throws Exception {
    String lan = rows(" ", 0.02);
    assertThatThrownBy(() -> load("lan.txt", lan))
        .hasMessageContaining("the median is 800 ms if in s, 0.8 ms if in ms")
        .hasMessageContaining("say --unit");
    Dataset said = load("lan2.txt", lan.getBytes(StandardCharsets.UTF_8), Map.of("unit", "ms"));
    assertThat(DatasetStatistics.of(said).median()).isCloseTo(0.8, CLOSE);
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "\t", ",", ";", "  "})
  void anySeparatorWillDo(String separator) throws Exception {
    isAsMeasured(load("a.txt", rows(separator, 1)));
    isAsMeasured(load("crlf.txt", rows(separator, 1).replace("\n", "\r\n")));
    isAsMeasured(load("blank.txt", rows(separator, 1) + "\n\n"));
  }

  @Test
  void csvIsReadAsSpreadsheetsWriteIt() throws Exception {
    isAsMeasured(load("quotes.csv", rows("\",\"", 1).replaceAll("(?m)^(.+)$", "\"$1\"")));
    isAsMeasured(load("trailing.csv", rows(",", 1).replace("\n", ",\n")));
    isAsMeasured(load("decimal-comma.csv", rows(";", 1).replace('.', ',')));
    isAsMeasured(load("decimal-comma.tsv", rows("\t", 1).replace('.', ',')));
    isAsMeasured(load("grouped.csv", rows(";", 1_000).replaceAll("(\\d)000\\.000", "$1\u00a0000")));
  }

  @Test
  void byteOrderMarksAreNoNumbers() throws Exception {
    isAsMeasured(load("bom.csv", "\ufeff" + rows(",", 1)));
    isAsMeasured(load("bom-triples.txt", "\ufeff" + triples(" ", "")));
    isAsMeasured(load("utf16.csv", rows(",", 1).getBytes(UTF_16), Map.of()));
    byte[] littleEndian = ("\ufeff" + rows(",", 1)).getBytes(StandardCharsets.UTF_16LE);
    isAsMeasured(load("utf16le.csv", littleEndian, Map.of()));
  }

  @Test
  void triplesMayHaveAHeaderCommentsAndNames() throws Exception {
    isAsMeasured(load("plain.txt", triples(" ", "")));
    isAsMeasured(load("comment.txt", "# i j rtt\n" + triples(" ", "")));
    isAsMeasured(load("header.csv", "src,dst,rtt_ms\n" + triples(",", "")));
    isAsMeasured(load("named.txt", triples(" ", "planet")));
    isAsMeasured(load("named-header.csv", "src,dst,rtt_ms\n" + triples(",", "planet")));
    isAsMeasured(load("semicolons.csv", triples(";", "").replace('.', ',')));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nan", "inf", "Infinity", "-", "NA", ""})
  void wordsForNothingAreMissing(String word) throws Exception {
    String[] lines = rows(",", 1).lines().toArray(String[]::new);
    lines[2] = lines[2].replace("60.000", word);
    lines[3] = lines[3].replace("60.000", word);
    Dataset dataset = load("gaps.csv", String.join(",\n", lines) + ",\n");
    assertThat(dataset.measured().missing()).isEqualTo(2);
    assertThat(dataset.describe()).contains("3 of 4 nodes usable, 16.67 % of the ways missing");
  }

  @Test
  void whatIsMissingIsSaidAlsoWhenNothingIsLeft() {
    assertThatThrownBy(() -> load("none.txt", "0 -1 -1\n-1 0 -1\n-1 -1 0\n"))
        .hasMessageContaining("100.00 % of the ways missing");
  }

  @Test
  void aTriangleIsMirrored() throws Exception {
    StringBuilder upper = new StringBuilder();
    StringBuilder lower = new StringBuilder();
    String[] rows = rows(" ", 1).lines().toArray(String[]::new);
    for (int i = 0; i < NODES; i++) {
      String[] fields = rows[i].split(" ", -1);
      upper.append(String.join(" ", Arrays.copyOfRange(fields, i, NODES))).append('\n');
      lower.append(String.join(" ", Arrays.copyOf(fields, i + 1))).append('\n');
    }
    isAsMeasured(load("upper.txt", upper.toString()));
    isAsMeasured(load("lower.txt", lower.toString()));
    assertThatThrownBy(() -> load("cut.txt", upper.substring(0, upper.length() - 7)))
        .hasMessageContaining("cut off");
  }

  @Test
  void shadowsGmlIsRead() throws Exception {
    String graph =
        """
        graph [
          directed 0
          node [ id 7 label "a" host_bandwidth_up "100 Mbit" ]
          node [
            id 9
          ]
          edge [ source 7 target 7 latency "1 ms" packet_loss 0.0 ]
          edge [ source 7 target 9 latency "10 ms" packet_loss 0.01 ]
        ]
        """;
    Dataset dataset = load("shadow.gml", graph);
    assertThat(dataset.format()).isEqualTo(DatasetFormat.GML);
    assertThat(dataset.usable().sites()).isEqualTo(2);
    assertThat(dataset.usable().oneWayNanos(0, 1)).isEqualTo(10_000_000);
    assertThatThrownBy(() -> load("cut.gml", graph.substring(0, graph.length() - 3)))
        .hasMessageContaining("cut off?");
    assertThatThrownBy(() -> load("other.gml", graph.replace("target 9", "target 8")))
        .hasMessageContaining("node '8', which the file does not name");
  }

  @Test
  void whatDoesNotFitIntoTheHeapIsSaidBeforeItIsTaken() {
    LineSource source = LineSource.of("big.txt", "");
    assertThatThrownBy(() -> RawMatrix.check(source, 15_000, 4L << 30))
        .hasMessageContaining("15000 nodes need about 4291 MiB, but the heap has 4096")
        .hasMessageContaining("--heap 6g");
  }
}
