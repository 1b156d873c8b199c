package net.groupvpn.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import net.groupvpn.client.config.Directories;
import net.groupvpn.client.enrol.StateStore;
import net.groupvpn.client.machine.JournaledSetup.Recovery;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Before the network comes up, of networks that have no full tunnel that could be closed. */
class LeftoversTest {
  private static final String GOOD = "group_file = \"office.group\"\nexit_node = \"auto\"\n";
  private static final String BAD = "exit_node = \"auto\n";

  @TempDir private Path folder;
  private Directories directories;

  @BeforeEach
  void folders() throws IOException {
    directories =
        new Directories(folder.resolve("config"), folder.resolve("state"), folder.resolve("run"));
    Files.createDirectories(directories.config());
    Files.createDirectories(directories.state());
  }

  @Test
  void aConfigurationThatCannotBeReadLeavesTheKillSwitchOpenAndSaysSo() throws IOException {
    configure(BAD);
    assertMayBeOpen("office", "office.toml");
  }

  @Test
  void soItDoesIfTheNetworkHasState() throws IOException {
    configure(BAD);
    beUsed();
    assertMayBeOpen("office", "office.toml");
  }

  @Test
  void soItDoesIfNoNetworkIsNamed() throws IOException {
    configure(BAD);
    assertThat(close(null)).containsOnlyKeys("office");
  }

  @Test
  void aNetworkThatNobodyKnowsIsNotClosedAndThatIsSaid() throws IOException {
    configure(GOOD);
    beUsed();
    assertMayBeOpen("offcie", "no such network");
  }

  @Test
  void aNetworkThatWasNeverEnrolledStaysOpenInSilence() throws IOException {
    configure(GOOD);
    assertThat(close("office")).isEmpty();
    beUsed();
    assertThat(close("office")).isEmpty();
  }

  @Test
  void aGroupFileBesideConfigurationsIsNone() throws IOException {
    configure(GOOD);
    Files.writeString(directories.config().resolve("office.group.toml"), "group_id = \"ab\"\n");
    assertThat(close(null)).isEmpty();
    assertMayBeOpen("office-group", "no such network");
  }

  @Test
  void whereNothingIsToBeClosedNothingIsSaidOfConfigurations() throws IOException {
    configure(BAD);
    Leftovers leftovers = new Leftovers(directories);
    assertThat(leftovers.takeBack("office", Leftovers.KillSwitch.KEEP)).isEmpty();
    assertThat(leftovers.takeBack("offcie", Leftovers.KillSwitch.KEEP)).isEmpty();
  }

  private void assertMayBeOpen(String network, String why) {
    Map<String, Recovery> taken = close(network);
    assertThat(taken).containsOnlyKeys(network);
    StringWriter err = new StringWriter();
    int code =
        CleanupCommand.tell(taken, new PrintWriter(new StringWriter()), new PrintWriter(err));
    assertThat(code).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains(network + ": THE KILL SWITCH MAY BE OPEN: ", why);
  }

  private Map<String, Recovery> close(@Nullable String network) {
    return new Leftovers(directories).takeBack(network, Leftovers.KillSwitch.CLOSE);
  }

  private void configure(String text) throws IOException {
    Files.writeString(directories.config().resolve("office.toml"), text);
  }

  private void beUsed() throws IOException {
    StateStore.open(directories.state().resolve("office")).close();
  }
}
