package net.groupvpn.overlay.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {
  @Test
  void whatCanBeShownStaysAsItIs() {
    String text = "Zoë's Drucker, 打印机 (2) \ud83d\ude00";
    assertThat(PlainText.isPlain(text)).isTrue();
    assertThat(PlainText.escape(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u001b[2J",
        "two\nlines",
        "\r",
        "\t",
        "\u0000",
        "\u0085",
        "\u009b31m",
        "\u200b",
        "\u202e",
        "\u2066",
        "\ufeff",
        "\u2028",
        "\u061c",
        "\udc00",
        "\ue000",
        "\ud83d"
      })
  void whatCannotIsEscaped(String hostile) {
    assertThat(PlainText.isPlain(hostile)).isFalse();
    String escaped = PlainText.escape(hostile + "x");
    assertThat(escaped).contains("\\u").endsWith("x");
    assertThat(PlainText.isPlain(escaped)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u001b[2J", "two\nlines", "\u009b31m", "\u200b", "\u202e", "\u2028"})
  void itIsNotReadFromTheWireEither(String hostile) {
    byte[] wire = new WireWriter().text(hostile).toBytes();
    assertThatThrownBy(() -> new WireReader(wire).text(100)).isInstanceOf(WireException.class);
  }

  @Test
  void aWordHasLowerCaseLettersAlone() throws WireException {
    assertThat(new WireReader(new WireWriter().text("direct").toBytes()).word(12))
        .isEqualTo("direct");
    byte[] other = new WireWriter().text("boss 1.2.3.4").toBytes();
    assertThatThrownBy(() -> new WireReader(other).word(12)).isInstanceOf(WireException.class);
  }
}
