package net.groupvpn.lab.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.groupvpn.lab.bed.Commands;
import net.groupvpn.lab.bed.Testbed;
import net.groupvpn.lab.member.Product;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of classes makes starts faster, and never makes one fail or print anything. */
class QuickStartTest {
  private static final String VERSION_ALONE = "groupvpn \\S+ \\(Java \\S+\\)\\R";

  @TempDir Path checkout;

  @Test
  void theFirstStartMakesAnArchiveAndTheNextUsesIt() throws IOException {
    copyBuiltCheckout();
    assertThat(start().output()).contains("once ...").containsPattern(VERSION_ALONE);
    assertThat(Files.size(archive())).isPositive();
    assertThat(start().output()).matches(VERSION_ALONE);
    String sources = start("JDK_JAVA_OPTIONS=-Xlog:class+load").output();
    assertThat(sources)
        .contains("net.groupvpn.client.cli.GroupVpnMain source: shared objects file");
  }

  @Test
  void aUselessArchiveIsPassedOver() throws IOException {
    copyBuiltCheckout();
    start();
    Path archive = archive();
    Path ofTheJavaAlone = Path.of(System.getProperty("java.home"), "lib/server/classes.jsa");
    for (byte[] useless :
        List.of(new byte[0], new byte[100_000], Files.readAllBytes(ofTheJavaAlone))) {
      Files.write(archive, useless);
      assertThat(start().output()).matches(VERSION_ALONE);
    }
  }

  @Test
  void aReadOnlyCheckoutWithoutAnArchiveStarts() throws IOException {
    Assumptions.assumeTrue(Testbed.isPossible(), "only root mounts");
    copyBuiltCheckout();
    String readOnly = "mount --bind \"$0\" \"$0\" && mount -o remount,ro,bind \"$0\" && ";
    String output =
        Commands.run(
            "unshare",
            "--mount",
            "env",
            "GROUPVPN_NO_BUILD=1",
            "sh",
            "-c",
            readOnly + "\"$0/bin/groupvpn\" version",
            checkout.toString());
    assertThat(output).matches(VERSION_ALONE);
  }

  private Commands.Result start(String... environment) {
    List<String> command = new ArrayList<>(List.of("env", "GROUPVPN_NO_BUILD=1"));
    command.addAll(List.of(environment));
    command.add(checkout.resolve("bin/groupvpn").toString());
    command.add("version");
    Commands.Result result = Commands.tryRun(command);
    assertThat(result.exitCode()).as(result.output()).isZero();
    return result;
  }

  private Path archive() throws IOException {
    try (Stream<Path> files = Files.list(checkout.resolve("vpn-client/target/start"))) {
      return files.filter(file -> file.toString().endsWith(".jsa")).findFirst().orElseThrow();
    }
  }

  /** What the launcher needs of a checkout, without an archive. */
  private void copyBuiltCheckout() {
    Path target = checkout.resolve("vpn-client/target");
    Path built = Product.root().resolve("vpn-client/target");
    Commands.run("mkdir", "-p", target.toString());
    Commands.run("cp", "-r", Product.root().resolve("bin").toString(), checkout.toString());
    for (String folder : List.of("lib", "rehearsal")) {
      Commands.run("cp", "-r", built.resolve(folder).toString(), target.toString());
    }
    Commands.run(
        "sh", "-c", "cp \"$0\"/vpn-client-*.jar \"$1\"", built.toString(), target.toString());
  }
}
