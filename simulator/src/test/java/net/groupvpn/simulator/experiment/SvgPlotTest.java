package net.groupvpn.simulator.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class SvgPlotTest {
  private static final PlotSeries SERIES =
      new PlotSeries(
          "a < b & c",
          0x0072B2,
          List.of(new PlotSeries.Point(25, 54.5, 60, 3), new PlotSeries.Point(200, 87.1, 95.5, 0)));

  private static Document parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  @Test
  void aFigureIsXmlWithALineForMeansAndOneForThe95thPercentile() throws Exception {
    Document document = parse(SvgPlot.text("gain & loss", "per cent", List.of(SERIES)));
    assertThat(document.getElementsByTagName("polyline").getLength()).isEqualTo(2);
    assertThat(document.getElementsByTagName("circle").getLength()).isEqualTo(2);
    assertThat(document.getElementsByTagName("title").item(0).getTextContent())
        .isEqualTo("gain & loss");
    assertThat(document.getDocumentElement().getTextContent()).contains("a < b & c, p95");
  }

  @Test
  void oneSizeIsEnough() throws Exception {
    PlotSeries single = new PlotSeries("x", 0, List.of(new PlotSeries.Point(10, 0, 0, 0)));
    String svg = SvgPlot.text("t", "", List.of(single));
    assertThat(parse(svg).getElementsByTagName("circle").getLength()).isEqualTo(1);
    assertThat(svg).doesNotContain("NaN").doesNotContain("Infinity");
  }

  @Test
  void axesBeginAndEndAtRoundNumbersAroundAllValues() {
    SvgAxis axis = SvgAxis.of(List.of(0.0, 87.1, 95.5), 440, 50);
    assertThat(axis.ticks()).containsExactly(0.0, 20.0, 40.0, 60.0, 80.0, 100.0);
    assertThat(axis.place(0)).isEqualTo(440);
    assertThat(axis.place(100)).isEqualTo(50);
    assertThat(SvgAxis.of(List.of(-3.0, 4.0), 0, 1).low()).isEqualTo(-4);
  }
}
