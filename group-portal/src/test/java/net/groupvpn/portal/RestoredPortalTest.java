package net.groupvpn.portal;

import static net.groupvpn.portal.store.schema.Tables.REVOCATION_LIST;
import static net.groupvpn.portal.store.schema.Tables.VPN_GROUP;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.regex.Pattern;
import net.groupvpn.overlay.identity.GroupTrust;
import net.groupvpn.overlay.identity.IdentityException;
import net.groupvpn.overlay.identity.NodeCertificate;
import net.groupvpn.overlay.identity.RevocationList;
import net.groupvpn.overlay.virtual.MovableClock;
import net.groupvpn.portal.store.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A portal is restored from a backup that is older than the last revocations. */
final class RestoredPortalTest {
  private static final String DATABASE = "portal.mv.db";
  @TempDir Path directory;
  private final MovableClock clock = new MovableClock();

  /** A machine of a member, with its trust. */
  private static final class Member {
    final TestMachine machine;
    final GroupTrust trust;

    Member(RunningPortal portal, TestBrowser account, String group) {
      var file = RunningPortal.download(account, group);
      machine = new TestMachine(portal);
      trust = new GroupTrust(TestMachine.groupFile(file).ca());
      assertThat(machine.enrol(TestMachine.token(file))).isEqualTo("ok");
      take(machine.listBytes());
    }

    boolean take(byte[] list) {
      try {
        return trust.offer(list);
      } catch (IdentityException e) {
        throw new AssertionError(e);
      }
    }

    /** Applies the portal's news as a client does. */
    void sync(MovableClock clock) {
      assertThat(machine.sync(clock.instant().toString())).isEqualTo("ok");
      var lost = trust.unknownTo(parsed(machine.listBytes()));
      take(lost == null ? machine.listBytes() : machine.handIn(lost.encoded()));
    }

    RevocationList parsed(byte[] list) {
      try {
        return RevocationList.parse(list, trust.ca());
      } catch (IdentityException e) {
        throw new AssertionError(e);
      }
    }

    /** A member that is cut off from the portal hears it from another one. */
    void hearFrom(Member other) {
      take(other.newest().encoded());
    }

    RevocationList newest() {
      return Objects.requireNonNull(trust.newest());
    }

    boolean refuses(NodeCertificate certificate, MovableClock clock) {
      return trust.refusal(certificate, clock.instant().toEpochMilli()) != null;
    }
  }

  private static void revoke(TestBrowser admin, String group, String account) {
    var page = admin.get(group + "/members").body();
    var link =
        Pattern.compile("href=\"([^\"]*/revoke)\" aria-label=\"Revoke " + account + "\"")
            .matcher(page);
    assertThat(link.find()).as(page).isTrue();
    assertThat(admin.sendFrom(group, link.group(1)).status()).isEqualTo(303);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (var files = Files.walk(from)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var target = to.resolve(from.relativize(file));
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }

  /** A group of members, two of which will be revoked. */
  private static final class Office {
    final String group;
    final Member first;
    final Member second;
    final Member cutOff;
    final TestMachine mallory;
    final TestMachine dave;

    Office(RunningPortal portal) {
      var owner = portal.setUpOwner();
      group = RunningPortal.createGroup(owner, "Office");
      first = new Member(portal, owner, group);
      second = new Member(portal, owner, group);
      cutOff = new Member(portal, owner, group);
      mallory = enrolled(portal, owner, group, "mallory");
      dave = enrolled(portal, owner, group, "dave");
    }

    /** Some lists later; all members know of it. */
    void revokeMallory(RunningPortal portal, MovableClock clock) {
      first.machine.moveTo(portal);
      for (var i = 0; i < 3; i++) {
        clock.advance(Duration.ofHours(13));
        first.sync(clock);
      }
      revoke(portal.logIn("owner"), group, "mallory");
      first.sync(clock);
      second.hearFrom(first);
      cutOff.hearFrom(first);
      assertThat(cutOff.refuses(mallory.parsed(), clock)).isTrue();
    }

    void assertAllRefuseTheRevokedAlone(MovableClock clock) {
      for (var member : new Member[] {first, second, cutOff}) {
        assertThat(member.refuses(mallory.parsed(), clock)).isTrue();
        assertThat(member.refuses(dave.parsed(), clock)).isTrue();
        assertThat(member.refuses(cutOff.machine.parsed(), clock)).isFalse();
      }
    }
  }

  @Test
  void whatWasRevokedAfterTheBackupIsRevokedAgainWhenAMemberHandsItsListIn() throws IOException {
    var data = directory.resolve("data");
    var backup = directory.resolve("backup");
    Office office;
    try (var portal = RunningPortal.embedded(data, clock)) {
      office = new Office(portal);
    }
    copy(data, backup);
    try (var portal = RunningPortal.embedded(data, clock)) {
      office.revokeMallory(portal, clock);
    }
    var before = office.first.newest().number();
    assertThat(before).isGreaterThanOrEqualTo(5);

    try (var portal = RunningPortal.embedded(backup, clock)) {
      var owner = portal.logIn("owner");
      office.first.machine.moveTo(portal);
      office.second.machine.moveTo(portal);
      office.mallory.moveTo(portal);
      revoke(owner, office.group, "dave");
      office.first.sync(clock);
      office.second.sync(clock);
      office.cutOff.hearFrom(office.second);

      office.assertAllRefuseTheRevokedAlone(clock);
      assertThat(office.first.newest().number()).isGreaterThan(before);
      assertThat(office.second.newest().number()).isGreaterThan(before);
      assertThat(office.cutOff.newest().number()).isGreaterThan(before);
      assertThat(office.mallory.renew()).isEqualTo("revoked");
      var thrownOut = portal.logIn("mallory");
      assertThat(thrownOut.sendFrom(office.group, office.group + "/config").status())
          .isEqualTo(403);
      assertThat(owner.get(office.group + "/audit").body())
          .contains("revoked again")
          .contains("mallory");
    }
  }

  @Test
  void theJournalBesideTheDatabaseTellsWithoutAnyMember() throws IOException {
    var data = directory.resolve("data");
    var backup = directory.resolve(DATABASE);
    TestMachine mallory;
    Member member;
    String group;
    try (var portal = RunningPortal.embedded(data, clock)) {
      var owner = portal.setUpOwner();
      group = RunningPortal.createGroup(owner, "Office");
      member = new Member(portal, owner, group);
      RunningPortal.join(portal.signUp("no-machine"), owner, group);
      RunningPortal.join(portal.signUp("mallory"), owner, group);
    }
    Files.copy(data.resolve(DATABASE), backup);
    try (var portal = RunningPortal.embedded(data, clock)) {
      clock.advance(Duration.ofHours(1));
      var owner = portal.logIn("owner");
      // The restored database does not know this machine at all.
      mallory = new TestMachine(portal);
      var file = RunningPortal.download(portal.logIn("mallory"), group);
      assertThat(mallory.enrol(TestMachine.token(file))).isEqualTo("ok");
      revoke(owner, group, "mallory");
      revoke(owner, group, "no-machine");
      member.machine.moveTo(portal);
      member.sync(clock);
    }
    var before = member.newest().number();

    Files.delete(data.resolve(DATABASE));
    Files.copy(backup, data.resolve(DATABASE));
    try (var portal = RunningPortal.embedded(data, clock)) {
      member.machine.moveTo(portal);
      assertThat(member.machine.sync(clock.instant().toString())).isEqualTo("ok");
      var list = member.parsed(member.machine.listBytes());
      var identity = mallory.parsed().identity();
      assertThat(list.isRevoked(identity.serial(), identity.keyHash())).isTrue();
      assertThat(list.number()).isGreaterThan(before);
      for (var name : new String[] {"no-machine", "mallory"}) {
        assertThat(portal.logIn(name).sendFrom(group, group + "/config").status()).isEqualTo(403);
      }
    }
  }

  @Test
  void aNumberIsNotUsedAgainEvenBeforeAnyMemberHasCalled() throws IOException {
    var data = directory.resolve("data");
    var backup = directory.resolve("backup");
    Member member;
    String group;
    try (var portal = RunningPortal.embedded(data, clock)) {
      var owner = portal.setUpOwner();
      group = RunningPortal.createGroup(owner, "Office");
      member = new Member(portal, owner, group);
      RunningPortal.join(portal.signUp("mallory"), owner, group);
    }
    copy(data, backup);
    try (var portal = RunningPortal.embedded(data, clock)) {
      clock.advance(Duration.ofMinutes(1));
      revoke(portal.logIn("owner"), group, "mallory");
      member.machine.moveTo(portal);
      member.sync(clock);
    }
    var before = member.newest().number();
    try (var portal = RunningPortal.embedded(backup, clock)) {
      clock.advance(Duration.ofMinutes(1));
      revoke(portal.logIn("owner"), group, "mallory");
      member.machine.moveTo(portal);
      assertThat(member.machine.sync(clock.instant().toString())).isEqualTo("ok");
      assertThat(member.parsed(member.machine.listBytes()).number()).isGreaterThan(before);
    }
  }

  private static TestMachine enrolled(
      RunningPortal portal, TestBrowser owner, String group, String name) {
    var account = portal.signUp(name);
    RunningPortal.join(account, owner, group);
    var machine = new TestMachine(portal);
    var token = TestMachine.token(RunningPortal.download(account, group));
    assertThat(machine.enrol(token)).isEqualTo("ok");
    return machine;
  }

  @Test
  void aListThatIsDatedInTheFutureDoesNotStopLaterOnes() throws IOException {
    try (var portal = new RunningPortal(directory)) {
      var owner = portal.setUpOwner();
      var group = RunningPortal.createGroup(owner, "Office");
      portal.clock.advance(Duration.ofDays(400));
      portal.portal.refreshLists();
      var ofTheFuture = portal.clock.instant().toEpochMilli() - 1;
      portal.clock.advance(Duration.ofDays(-400));
      var member = new Member(portal, portal.logIn("owner"), group);
      assertThat(member.newest().thisUpdateMillis())
          .isLessThanOrEqualTo(portal.clock.instant().toEpochMilli());
      assertThat(member.newest().number()).isGreaterThan(ofTheFuture);
    }
  }

  @Test
  void theFaultOfOneGroupDoesNotStopTheListsOfOthers() throws IOException {
    try (var portal = new RunningPortal(directory)) {
      var owner = portal.setUpOwner();
      RunningPortal.createGroup(owner, "Damaged");
      RunningPortal.createGroup(owner, "Sound");
      try (var database = Database.open(portal.databaseUrl)) {
        var sql = database.sql();
        sql.update(VPN_GROUP)
            .set(VPN_GROUP.CA_KEY, "no key")
            .where(VPN_GROUP.NAME.eq("Damaged"))
            .execute();
        portal.portal.refreshLists();
        var made =
            sql.select(REVOCATION_LIST.THIS_UPDATE)
                .from(REVOCATION_LIST)
                .join(VPN_GROUP)
                .on(VPN_GROUP.ID.eq(REVOCATION_LIST.VPN_GROUP_ID))
                .where(VPN_GROUP.NAME.eq("Sound"))
                .fetchSingle(REVOCATION_LIST.THIS_UPDATE);
        assertThat(made).isAfter(Instant.EPOCH);
      }
    }
  }
}
