package net.groupvpn.lab.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import net.groupvpn.lab.bed.Commands;
import net.groupvpn.lab.member.Product;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much memory the simulator's launcher gives it, and the message when that is too little. */
class SimulatorHeapTest {
  private static final int NODES = 6_000;

  @TempDir private Path folder;

  private Commands.Result info(String... flags) throws IOException {
    String firstRow = String.join(" ", Collections.nCopies(NODES, "10"));
    Path file = Files.writeString(folder.resolve("big.txt"), firstRow + "\n");
    List<String> arguments = new java.util.ArrayList<>(List.of(flags));
    arguments.addAll(List.of("dataset", "info", file.toString()));
    return Commands.tryRun(Product.command("groupvpn-sim", List.of(), arguments));
  }

  @Test
  void aFileThatIsTooBigForTheHeapIsRefusedInOneLine() throws IOException {
    Commands.Result refused = info("--heap", "300m");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.output())
        .contains("big.txt, line 1: 6000 nodes need about 686 MiB, but the heap has 2")
        .contains("give more with --heap")
        .doesNotContain("Exception")
        .hasLineCount(1);
  }

  @Test
  void theMachinesMemoryIsTheBoundUnlessAnotherIsGiven() throws IOException {
    assertThat(info().output()).contains("the file ends after 1 rows of 6000 numbers");
    assertThat(info("--heap=2g").output()).contains("the file ends after 1 rows of 6000 numbers");
  }

  @Test
  void aHeapThatIsNoSizeIsRefused() throws IOException {
    Commands.Result refused = info("--heap", "much");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.output()).contains("--heap must be a size such as 512m or 12g, not 'much'");
  }
}
