package net.groupvpn.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import net.groupvpn.overlay.identity.IdentityException;
import net.groupvpn.overlay.identity.NodeKey;
import net.groupvpn.overlay.identity.RevocationList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** From the first run to a revoked member, through the real forms and the real API. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MembershipJourneyTest {
  @TempDir static Path data;
  private RunningPortal portal;
  private TestBrowser owner;
  private String group;
  private int members;

  @BeforeAll
  void start() throws IOException {
    portal = new RunningPortal(data);
    owner = portal.setUpOwner();
    group = RunningPortal.createGroup(owner, "Office");
  }

  @AfterAll
  void stop() {
    portal.close();
  }

  private TestBrowser newMember() {
    var member = portal.signUp("member" + ++members);
    RunningPortal.join(member, owner, group);
    return member;
  }

  private TestMachine newMachine(TestBrowser member) {
    var machine = new TestMachine(portal);
    var token = TestMachine.token(RunningPortal.download(member, group));
    assertThat(machine.enrol(token)).isEqualTo("ok");
    return machine;
  }

  private void revoke(String name) {
    var page = owner.get(group + "/members").body();
    var link = Pattern.compile("href=\"([^\"]*/revoke)\" aria-label=\"Revoke " + name + "\"");
    var match = link.matcher(page);
    assertThat(match.find()).as("a link to revoke %s in %s", name, page).isTrue();
    assertThat(owner.get(match.group(1)).body()).contains("This cannot be undone");
    assertThat(owner.send(match.group(1)).status()).isEqualTo(303);
  }

  @Test
  void theSetUpCodeIsGoneOnceThereIsAnOwner() {
    assertThat(portal.portal.setUpCode()).isNull();
    assertThat(Files.exists(data.resolve("set-up-code"))).isFalse();
    assertThat(portal.browser().get("/set-up").status()).isEqualTo(404);
  }

  @Test
  void anApprovedMemberEnrolsAMachineWithTheConfigFile() {
    var machine = newMachine(newMember());
    var certificate = machine.parsed();
    assertThat(certificate.identity().member()).isEqualTo("member" + members);
    assertThat(certificate.notAfter()).isEqualTo(portal.clock.instant().plus(Duration.ofDays(7)));
    assertThat(owner.get(group + "/members").body())
        .contains("laptop")
        .contains(certificate.identity().nodeId().toHex());
  }

  @Test
  void theConfigFileIsNotCachedAndNamesTheGroupAndThePortal() {
    var member = newMember();
    var answer = member.sendFrom(group, group + "/config");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.header("Content-Disposition"))
        .isEqualTo("attachment; filename=\"office.groupvpn\"");
    var file = TestMachine.groupFile(answer.body());
    assertThat(file.portal().url().toString()).isEqualTo(portal.url());
    assertThat(file.portal().fingerprint()).isEqualTo(portal.portal.fingerprint());
    assertThat(file.groupName()).isEqualTo("Office");
    assertThat(file.network().ipv4Range()).isEqualTo("10.128.0.0/16");
    assertThat(file.network().dnsSuffix()).isEqualTo("office.gvpn");
    assertThat(file.enrolment().expires())
        .isEqualTo(portal.clock.instant().plus(Duration.ofDays(2)));
  }

  @Test
  void aTokenWorksOnce() {
    var token = TestMachine.token(RunningPortal.download(newMember(), group));
    assertThat(new TestMachine(portal).enrol(token)).isEqualTo("ok");
    assertThat(new TestMachine(portal).enrol(token)).isEqualTo("token_used");
  }

  @Test
  void aTokenOfAnotherGroupIsRefusedAndNotUsedUp() {
    var file = RunningPortal.download(newMember(), group);
    var token = TestMachine.token(file);
    var foreign = new TestMachine.Ticket(token.token(), "0".repeat(64));
    assertThat(new TestMachine(portal).enrol(foreign)).isEqualTo("token_foreign");
    assertThat(new TestMachine(portal).enrol(token)).isEqualTo("ok");
  }

  @Test
  void aForeignTokenIsRefused() {
    var ticket = new TestMachine.Ticket("x".repeat(43), "0".repeat(64));
    assertThat(new TestMachine(portal).enrol(ticket)).isEqualTo("token_unknown");
  }

  @Test
  void anExpiredTokenIsRefused() {
    var token = TestMachine.token(RunningPortal.download(newMember(), group));
    portal.clock.advance(Duration.ofDays(2));
    assertThat(new TestMachine(portal).enrol(token)).isEqualTo("token_expired");
    owner = portal.logIn("owner");
  }

  @Test
  void renewalKeepsTheNodeIdEvenAfterExpiry() {
    var machine = newMachine(newMember());
    var nodeId = machine.parsed().identity().nodeId();
    portal.clock.advance(Duration.ofDays(7 + 89));
    assertThat(machine.renew()).isEqualTo("ok");
    assertThat(machine.parsed().identity().nodeId()).isEqualTo(nodeId);
    assertThat(machine.parsed().notAfter()).isAfter(portal.clock.instant());
    owner = portal.logIn("owner");
  }

  @Test
  void renewalClosesNinetyDaysAfterExpiry() {
    var machine = newMachine(newMember());
    portal.clock.advance(Duration.ofDays(7 + 91));
    assertThat(machine.renew()).isEqualTo("renewal_closed");
    owner = portal.logIn("owner");
  }

  @Test
  void renewalNeedsTheOldKeysProof() {
    var machine = newMachine(newMember());
    var other = NodeKey.generate(portal.random);
    assertThat(machine.renewWith(other, other)).isEqualTo("proof_invalid");
  }

  @Test
  void aRevokedMemberIsListedAndCannotRenewOrEnrol() throws IdentityException {
    var member = newMember();
    var name = "member" + members;
    var machine = newMachine(member);
    var spare = TestMachine.token(RunningPortal.download(member, group));
    var before = list(machine);
    revoke(name);
    var after = list(machine);
    var identity = machine.parsed().identity();
    assertThat(after.number()).isGreaterThan(before.number());
    assertThat(before.isRevoked(identity.serial(), identity.keyHash())).isFalse();
    assertThat(after.isRevoked(identity.serial(), "0".repeat(64))).isTrue();
    assertThat(after.isRevoked("1", identity.keyHash())).isTrue();
    assertThat(machine.renew()).isEqualTo("revoked");
    assertThat(machine.sync(portal.clock.instant().toString())).isEqualTo("revoked");
    assertThat(new TestMachine(portal).enrol(spare)).isEqualTo("not_a_member");
    assertThat(member.sendFrom(group, group + "/config").status()).isEqualTo(403);
  }

  @Test
  void nobodyRenewsWithAKeyThatWasRevoked() {
    var former = newMachine(newMember());
    assertThat(former.renewWith(former.key, NodeKey.generate(portal.random))).isEqualTo("ok");
    revoke("member" + members);
    var machine = newMachine(newMember());
    assertThat(machine.renewWith(machine.key, former.key)).isEqualTo("key_revoked");
    assertThat(machine.renew()).isEqualTo("ok");
  }

  @Test
  void groupFilesOfAFormerMembershipStayUselessAfterANewApproval() {
    var member = newMember();
    var spare = TestMachine.token(RunningPortal.download(member, group));
    revoke("member" + members);
    RunningPortal.join(member, owner, group);
    assertThat(new TestMachine(portal).enrol(spare)).isEqualTo("token_expired");
    assertThat(new TestMachine(portal).enrol(TestMachine.token(download(member)))).isEqualTo("ok");
  }

  private String download(TestBrowser member) {
    return RunningPortal.download(member, group);
  }

  @Test
  void aMemberHasOnlySoManyUnusedGroupFiles() {
    var member = newMember();
    for (var i = 0; i < 50; i++) {
      download(member);
    }
    assertThat(member.sendFrom(group, group + "/config").status()).isEqualTo(409);
    portal.clock.advance(Duration.ofDays(2));
    var later = portal.logIn("member" + members);
    assertThat(later.sendFrom(group, group + "/config").status()).isEqualTo(200);
    owner = portal.logIn("owner");
  }

  @Test
  void aMachineCannotFillTheRevocationListWithCertificatesOfItsOwn() {
    var member = newMember();
    var machine = newMachine(member);
    for (var i = 1; i < 16; i++) {
      assertThat(machine.renew()).isEqualTo("ok");
    }
    assertThat(machine.renew()).isEqualTo("too_many_certificates");
    assertThat(machine.enrol(TestMachine.token(download(member))))
        .isEqualTo("too_many_certificates");
    portal.clock.advance(Duration.ofDays(7));
    assertThat(machine.renew()).isEqualTo("ok");
    owner = portal.logIn("owner");
  }

  private RevocationList list(TestMachine machine) throws IdentityException {
    var groupId = machine.membership().groupId();
    var der = portal.browser().bytes("/api/v1/groups/" + groupId + "/crl");
    var ca = TestMachine.groupFile(RunningPortal.download(owner, group)).ca();
    return RevocationList.parse(der, ca);
  }

  @Test
  void nobodyIsSentToAddressesThatAMachineOnlyClaims() {
    var first = newMachine(newMember());
    var second = newMachine(newMember());
    assertThat(first.sync(portal.clock.instant().toString())).isEqualTo("ok");
    assertThat(second.sync(portal.clock.instant().toString())).isEqualTo("ok");
    assertThat(second.lastAnswer.get("seeds").toString()).doesNotContain("192.0.2.");
    assertThat(owner.get(group + "/members").body()).contains("just now");
  }

  @Test
  void syncWithAWrongClockIsRefused() {
    var machine = newMachine(newMember());
    var tooOld = portal.clock.instant().minus(Duration.ofHours(2)).toString();
    assertThat(machine.sync(tooOld)).isEqualTo("time_differs");
  }

  @Test
  void revocationListsAreMadeAnewEveryDay() throws IdentityException {
    var machine = newMachine(newMember());
    var before = list(machine);
    portal.clock.advance(Duration.ofHours(24));
    owner = portal.logIn("owner");
    var after = list(machine);
    assertThat(after.number()).isGreaterThan(before.number());
    assertThat(after.thisUpdateMillis()).isGreaterThan(before.thisUpdateMillis());
  }
}
