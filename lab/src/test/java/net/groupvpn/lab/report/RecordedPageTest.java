package net.groupvpn.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecordedPageTest {
  private static final String PAGE =
      """
      # Benchmarks

      Words.

      ## One

      first

      ### Within one

      ## Two

      second
      """;

  @Test
  void aSectionIsReplacedAndTheOthersStay() {
    assertThat(RecordedPage.replace(PAGE, "One", "new\n"))
        .isEqualTo(
            """
            # Benchmarks

            Words.

            ## One

            new

            ## Two

            second
            """);
  }

  @Test
  void theLastSectionIsReplaced() {
    assertThat(RecordedPage.replace(PAGE, "Two", "new")).endsWith("## Two\n\nnew\n");
  }

  @Test
  void aSectionThatIsNewComesLast() {
    assertThat(RecordedPage.replace(PAGE, "Three", "third"))
        .isEqualTo(PAGE + "\n## Three\n\nthird\n");
  }

  @Test
  void writingTheSameAgainChangesNothing() {
    String once = RecordedPage.replace(PAGE, "Three", "third");
    assertThat(RecordedPage.replace(once, "Three", "third")).isEqualTo(once);
  }
}
