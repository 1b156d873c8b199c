package net.groupvpn.lab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
  private final TextTable table = new TextTable(List.of("what", "n"));

  @Test
  void numbersStandAtTheRight() {
    table.row(List.of("a", "1000"));
    table.row(List.of("longer", "5"));
    assertThat(table.toText()).isEqualTo("what       n\na       1000\nlonger     5\n");
  }

  @Test
  void markdownHasItsRule() {
    table.row(List.of("a", "1"));
    assertThat(table.toMarkdown()).isEqualTo("| what | n |\n|---|---:|\n| a | 1 |\n");
  }

  @Test
  void aRowOfAnotherLengthIsRefused() {
    assertThatThrownBy(() -> table.row(List.of("a"))).isInstanceOf(IllegalArgumentException.class);
  }
}
