package net.groupvpn.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;
import net.groupvpn.overlay.policy.GroupPolicy;
import net.groupvpn.overlay.virtual.MovableClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A portal is restored from a backup that is older than the last policy. */
final class RestoredPolicyTest {
  private static final String DATABASE = "portal.mv.db";
  @TempDir Path directory;
  private final MovableClock clock = new MovableClock();
  private Path data;
  private Path backup;
  private TestMachine machine;
  private String group;
  private GroupPolicy before;

  /** Mallory may be a gateway in the backup, and may not any more after it. */
  @BeforeEach
  void aRightThatIsTakenAwayAfterTheBackup() throws IOException {
    data = directory.resolve("data");
    backup = directory.resolve("backup");
    try (var portal = RunningPortal.embedded(data, clock)) {
      var owner = portal.setUpOwner();
      group = RunningPortal.createGroup(owner, "Office");
      RunningPortal.join(portal.signUp("mallory"), owner, group);
      machine = new TestMachine(portal);
      var token = TestMachine.token(RunningPortal.download(owner, group));
      assertThat(machine.enrol(token)).isEqualTo("ok");
      allow(owner, "mallory");
    }
    copy(data, backup);
    try (var portal = RunningPortal.embedded(data, clock)) {
      clock.advance(Duration.ofHours(1));
      var owner = portal.logIn("owner");
      var remove =
          Pattern.compile("action=\"([^\"]*/remove)\"").matcher(owner.get(policy()).body());
      assertThat(remove.find()).isTrue();
      assertThat(owner.sendFrom(policy(), remove.group(1)).status()).isEqualTo(303);
      machine.moveTo(portal);
      before = news();
    }
    assertThat(before.mayBeGateway("mallory")).isFalse();
  }

  private String policy() {
    return group + "/policy";
  }

  private void allow(TestBrowser owner, String member) {
    var option =
        Pattern.compile("<option value=\"(\\d+)\"[^>]*>" + member + "</option>")
            .matcher(owner.get(policy()).body());
    assertThat(option.find()).isTrue();
    var answer =
        owner.sendFrom(policy(), policy() + "/gateways", "gateway-member", option.group(1));
    assertThat(answer.status()).isEqualTo(303);
  }

  private GroupPolicy news() {
    assertThat(machine.sync(clock.instant().toString())).isEqualTo("ok");
    return Objects.requireNonNull(machine.policy());
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var target = to.resolve(from.relativize(file));
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }

  @Test
  void theJournalBesideTheDatabaseTellsWhatIsInForce() throws IOException {
    Files.delete(data.resolve(DATABASE));
    Files.copy(backup.resolve(DATABASE), data.resolve(DATABASE));
    try (var portal = RunningPortal.embedded(data, clock)) {
      machine.moveTo(portal);
      var after = news();
      assertThat(after.number()).isGreaterThan(before.number());
      assertThat(after.mayBeGateway("mallory")).isFalse();
      var owner = portal.logIn("owner");
      assertThat(owner.get(policy()).body()).contains("Nobody may be a gateway");
      assertThat(owner.get(group + "/audit").body()).contains("took over");
    }
  }

  @Test
  void withoutTheJournalAMemberHandsInWhatIsInForce() throws IOException {
    try (var portal = RunningPortal.embedded(backup, clock)) {
      machine.moveTo(portal);
      assertThat(news().number()).isLessThan(before.number());
      assertThat(machine.handInPolicy(before.encoded())).isEqualTo(204);
      var after = news();
      assertThat(after.number()).isGreaterThan(before.number());
      assertThat(after.mayBeGateway("mallory")).isFalse();
      assertThat(machine.handInPolicy(before.encoded())).isEqualTo(204);
      assertThat(news().number()).isEqualTo(after.number());
    }
  }

  @Test
  void nobodyHandsInWhatIsOlderOrNotTheGroups() throws IOException {
    try (var portal = RunningPortal.embedded(data, clock)) {
      machine.moveTo(portal);
      var owner = portal.logIn("owner");
      clock.advance(Duration.ofMinutes(1));
      allow(owner, "owner");
      var newest = news();
      assertThat(machine.handInPolicy(before.encoded())).isEqualTo(204);
      var changed = newest.encoded().clone();
      changed[changed.length - 3] ^= 1;
      assertThat(machine.handInPolicy(changed)).isEqualTo(400);
      assertThat(machine.handInPolicy(new byte[10])).isEqualTo(400);
      assertThat(machine.handInPolicy(new byte[GroupPolicy.MAX_BYTES + 1])).isEqualTo(413);
      assertThat(news().number()).isEqualTo(newest.number());
    }
  }
}
