package net.groupvpn.lab.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import net.groupvpn.lab.NeedsRoot;
import net.groupvpn.lab.bed.Await;
import net.groupvpn.lab.bed.FakeClock;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.member.Group;
import net.groupvpn.lab.member.LabPortal;
import net.groupvpn.lab.member.Member;
import net.groupvpn.lab.member.TwoSites;
import net.groupvpn.overlay.group.GroupFile;
import net.groupvpn.overlay.group.GroupFileException;
import net.groupvpn.overlay.identity.GroupAuthority;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/**
 * Bad files and bad portals: each client ends with one clear line and the documented exit code,
 * leaves no device and no certificate behind, and the members' traffic goes on.
 */
@NeedsRoot
class BadInputTest {
  private static final int REFUSED = 5;
  private static final int BAD_FILE = 6;
  private static final long END_SECONDS = 30;

  private static LabGroup lab;
  private static Host newcomer;
  private static int attempts;

  @BeforeAll
  static void twoMembersTalk() {
    lab = new LabGroup("badinput", List.of("alder", "birch")).up();
    newcomer = lab.net().addMember("newcomer");
  }

  @AfterAll
  static void close() {
    lab.close();
  }

  @AfterEach
  void theGroupIsAsBefore(TestInfo test) {
    long nanos = lab.group().awaitAllPairs(LabGroup.ALL_PAIRS_SECONDS);
    System.out.println(test.getDisplayName() + ": all pairs after " + nanos / 1_000_000 + " ms");
    assertThat(newcomer.ip("link", "show")).doesNotContain("gvpn");
  }

  @Test
  void aChangedGroupFile() {
    String good = new String(lab.group().admit("ash"), StandardCharsets.UTF_8);
    String changed = good.replace(Group.RANGE, "10.129.0.0/16");
    assertThat(changed).isNotEqualTo(good);
    assertEnds(start(newcomer, text(changed)), BAD_FILE, "the group file is damaged");
  }

  @Test
  void aGroupFileThatWasCut() {
    byte[] good = lab.group().admit("beech");
    byte[] cut = Arrays.copyOf(good, good.length * 2 / 3);
    assertEnds(start(newcomer, cut), BAD_FILE, "the group file is damaged");
  }

  /** The portal knows the time, and the file is valid by that. */
  @Test
  void aClockThatIsWrongIsNoReasonToRefuseAGroupFile() {
    Host late = lab.net().addMember("late");
    late.nameServer(Group.SERVICE_ADDRESS, Group.SUFFIX);
    FakeClock clock = new FakeClock(lab.bed().directory().resolve("late.clock"));
    clock.moveTo(Duration.ofDays(20));
    late.clock(clock);
    Member member = start(late, lab.group().admit("late")).awaitUp();
    LabGroup.awaitPing(member, lab.member(0));
    Await.until(
        "status says that the clock is wrong",
        END_SECONDS,
        () -> member.status().path("notices").toString().contains("20 d 0 h ahead of"));
    assertThat(member.run("down").exitCode()).isZero();
  }

  @Test
  void aConfigurationWithAnUnknownKey() {
    byte[] good = lab.group().admit("elder");
    Member member = start(newcomer, good, "interfaec = \"gvpn1\"");
    assertEnds(member, BAD_FILE, "interfaec");
  }

  @Test
  void aUsedToken() throws IOException {
    Path first = lab.member(0).directory().resolve("group.toml");
    assertEnds(start(newcomer, Files.readAllBytes(first)), REFUSED, "was used already");
  }

  @Test
  void aTokenThatThePortalNeverIssued() throws GroupFileException {
    GroupFile good = GroupFile.readEnrolled(lab.group().admit("fir"));
    assertEnds(start(newcomer, selfMade(good, "no-such-token")), REFUSED, "did not issue");
  }

  /** The file is of another group than the token, which must stay usable. */
  @Test
  void aTokenOfAnotherGroup() throws GroupFileException {
    byte[] file = lab.group().admit("gorse");
    GroupFile good = GroupFile.readEnrolled(file);
    byte[] foreign = selfMade(good, good.enrolment().token());
    assertEnds(start(newcomer, foreign), REFUSED, "another group");

    Host gorse = lab.net().addMember("gorse");
    gorse.nameServer(Group.SERVICE_ADDRESS, Group.SUFFIX);
    Member owner = start(gorse, file).awaitUp();
    LabGroup.awaitPing(owner, lab.member(0));
    assertThat(owner.run("down").exitCode()).isZero();
  }

  @Test
  void aPortalWithAnotherFingerprint() {
    byte[] good = lab.group().admit("hazel");
    lab.group().portal().process().kill();
    Path data = lab.bed().directory().resolve("impostor-data");
    LabPortal impostor = LabPortal.start(lab.net().portal(), TwoSites.PORTAL_ADDRESS, data);
    assertEnds(start(newcomer, good), REFUSED, "but the group file says sha256:");
    impostor.process().kill();
    lab.group().portal().restart();
  }

  private static byte[] selfMade(GroupFile like, String token) {
    GroupAuthority authority =
        GroupAuthority.create("elsewhere", Instant.now(), new SecureRandom());
    GroupFile.Enrolment enrolment =
        new GroupFile.Enrolment(
            token, like.enrolment().expires(), like.enrolment().crlIntervalSeconds());
    return new GroupFile(like.portal(), authority.ca(), like.secret(), like.network(), enrolment)
        .write(authority::sign);
  }

  private static Member start(Host host, byte[] groupFile, String... settings) {
    Path directory = lab.bed().directory().resolve("attempt" + attempts++);
    return Member.install(host, directory, groupFile, Group.SUFFIX, settings).start();
  }

  private static void assertEnds(Member member, int exitCode, String reason) {
    int code = member.process().awaitExit(END_SECONDS);
    List<String> complaints =
        member.process().output().lines().filter(line -> line.startsWith("groupvpn:")).toList();
    String output = member.process().output();
    assertThat(code).as(output).isEqualTo(exitCode);
    assertThat(complaints).as(output).hasSize(1);
    assertThat(complaints.get(0)).contains(reason);
    assertThat(output).doesNotContain("Exception").doesNotContain("\tat ");
    assertThat(member.state().resolve("node.crt")).doesNotExist();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
