package net.groupvpn.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The portal's disk fills up and is freed again. The disk is a small tmpfs, so this needs root.
 * {@code lab/portal-kills} fills it more often.
 */
final class FullDiskTest {
  private static final int ROUNDS = Integer.getInteger("groupvpn.fills", 1);
  private static final int DISK_BYTES = 6 << 20;
  private static final int BALLAST_BYTES = 3 << 20;
  private static final int MAX_GROUPS = 400;
  private static final int REFUSALS = 10;
  @TempDir Path directory;

  @Test
  void afterADiskWasFullAllThatWasAcknowledgedIsThereAndThePortalWritesAgain()
      throws IOException, InterruptedException {
    assumeTrue("root".equals(System.getProperty("user.name")));
    var acknowledged = 0;
    for (var round = 0; round < ROUNDS; round++) {
      acknowledged += round(Files.createDirectory(directory.resolve("round-" + round)));
    }
    System.out.printf(
        "%d full disks: all of %d groups that were acknowledged are there%n", ROUNDS, acknowledged);
  }

  /** Returns the number of acknowledged groups. */
  private static int round(Path directory) throws IOException, InterruptedException {
    var mount =
        "mount -t tmpfs -o size=%d tmpfs %s && exec \"$@\"".formatted(DISK_BYTES, directory);
    var wrapper = List.of("unshare", "-m", "sh", "-c", mount, "sh");
    try (var portal = PortalProcess.start(directory.resolve("data"), Map.of(), wrapper)) {
      var ballast = portal.seen(directory.resolve("ballast"));
      Files.write(ballast, new byte[BALLAST_BYTES]);
      var owner = portal.browser();
      RunningPortal.setUp(owner, portal.setUpCode);
      var acknowledged = createGroupsUntilRefused(owner);

      Files.delete(ballast);
      var answer = RunningPortal.tryToCreateGroup(owner, "after");
      assertThat(answer.status()).as(answer.body()).isEqualTo(303);
      assertThat(owner.get("/groups").body()).contains(acknowledged).contains(">after<");
      assertThat(owner.get("/audit").status()).isEqualTo(200);
      return acknowledged.size();
    }
  }

  /** A full disk is an error each time, and never a success. */
  private static List<String> createGroupsUntilRefused(TestBrowser owner) {
    List<String> acknowledged = new ArrayList<>();
    var refusals = 0;
    for (var i = 0; refusals < REFUSALS; i++) {
      assertThat(i).as("groups that fit on a small disk").isLessThan(MAX_GROUPS);
      var answer = RunningPortal.tryToCreateGroup(owner, "group " + i);
      if (answer.status() == 303 && answer.location().startsWith("/groups/")) {
        acknowledged.add(">group " + i + "<");
      } else {
        refusals++;
        assertThat(answer.status()).isGreaterThanOrEqualTo(400);
      }
    }
    assertThat(acknowledged).isNotEmpty();
    return acknowledged;
  }
}
