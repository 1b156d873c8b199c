package net.groupvpn.client.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  private static final Step RULE = new Step("rule", List.of("IPV4", "5470"), "absent", "boot");
  private static final Step SETTING = new Step("sysctl", List.of("net.x", "1"), "0", "boot");

  @TempDir private Path folder;

  @Test
  void whatIsBegunAndNotEndedIsFoundByTheNextProcess() throws IOException {
    Journal first = Journal.open(folder);
    first.begin(SETTING);
    first.begin(RULE);
    first.end(number(first, SETTING));

    Journal second = Journal.open(folder);
    assertThat(second.open()).extracting(Journal.Entry::step).containsExactly(RULE);
    assertThat(second.problems()).isEmpty();
  }

  @Test
  void aPersonCanReadIt() throws IOException {
    Journal.open(folder).begin(SETTING);
    assertThat(file())
        .content()
        .contains("\"set\":\"sysctl\",\"of\":[\"net.x\",\"1\"],\"was\":\"0\"");
  }

  @Test
  void onceAllIsTakenBackTheFileIsEmpty() throws IOException {
    Journal journal = Journal.open(folder);
    journal.begin(RULE);
    journal.end(number(journal, RULE));
    assertThat(file()).isEmptyFile();
  }

  /** A line is on disk before its change is made: one that is not whole was never made. */
  @Test
  void aCutLastLineIsOfAStepThatWasNotBegun() throws IOException {
    Journal.open(folder).begin(SETTING);
    byte[] one = Files.readAllBytes(file());
    Journal.open(folder).begin(RULE);
    byte[] two = Files.readAllBytes(file());
    for (int length = one.length; length < two.length; length++) {
      Files.write(file(), java.util.Arrays.copyOf(two, length));
      Journal journal = Journal.open(folder);
      assertThat(journal.open()).extracting(Journal.Entry::step).containsExactly(SETTING);
      assertThat(journal.problems()).isEmpty();
      journal.begin(RULE);
      assertThat(Journal.open(folder).open())
          .as("written on after " + length + " bytes")
          .extracting(Journal.Entry::step)
          .containsExactly(SETTING, RULE);
    }
  }

  @Test
  void aDamagedLineCostsThatLineAndAPersonIsTold() throws IOException {
    Journal journal = Journal.open(folder);
    journal.begin(SETTING);
    journal.begin(RULE);
    byte[] good = Files.readAllBytes(file());
    for (int at = 0; at < good.length - 1; at += 7) {
      byte[] bad = good.clone();
      bad[at] ^= 0x20;
      Files.write(file(), bad);
      Journal read = Journal.open(folder);
      assertThat(read.open()).as("byte " + at).hasSizeLessThan(2);
      assertThat(read.problems()).as("byte " + at).isNotEmpty();
      assertThat(folder.resolve(Journal.FILE + ".damaged")).hasBinaryContent(bad);
      assertThat(Journal.open(folder).problems()).as("told once").isEmpty();
    }
  }

  @Test
  void whatIsNoJournalAtAllIsSetAside() throws IOException {
    Files.createDirectory(file());
    Journal journal = Journal.open(folder);
    assertThat(journal.problems()).isNotEmpty();
    journal.begin(RULE);
    assertThat(Journal.open(folder).open()).hasSize(1);
  }

  @Test
  void aStepThatCannotBeWrittenDownIsStillKnownToThisProcess() throws IOException {
    Journal journal = Journal.open(folder.resolve("nowhere"));
    assertThatThrownBy(() -> journal.begin(RULE)).isInstanceOf(IOException.class);
    assertThat(journal.find(RULE.kind(), RULE.of())).isNotNull();
  }

  @Test
  void itDoesNotGrowWithoutEnd() throws IOException {
    Journal journal = Journal.open(folder);
    journal.begin(SETTING);
    for (int i = 0; i < 2_000; i++) {
      journal.begin(RULE);
      journal.end(number(journal, RULE));
    }
    assertThat(Files.size(file())).isLessThan(128 * 1_024);
    assertThat(Journal.open(folder).open())
        .extracting(Journal.Entry::step)
        .containsExactly(SETTING);
  }

  private static long number(Journal journal, Step step) {
    return Objects.requireNonNull(journal.find(step.kind(), step.of())).number();
  }

  private Path file() {
    return folder.resolve(Journal.FILE);
  }
}
