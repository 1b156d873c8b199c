package net.groupvpn.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.cert.CRLReason;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;
import net.groupvpn.overlay.identity.Census;
import net.groupvpn.overlay.identity.IdentityException;
import net.groupvpn.overlay.identity.NodeKey;
import net.groupvpn.overlay.identity.RevocationList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * One machine is one node: with a new key it becomes another node, and is no longer the old one.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KeyChangeTest {
  private static final int CALLS_AT_ONCE = 8;
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

  private TestBrowser newMember(String inGroup) {
    var member = portal.signUp("member" + ++members);
    RunningPortal.join(member, owner, inGroup);
    return member;
  }

  private TestMachine newMachine(TestBrowser member, String inGroup) {
    var machine = new TestMachine(portal);
    var ticket = TestMachine.token(RunningPortal.download(member, inGroup));
    assertThat(machine.enrol(ticket)).isEqualTo("ok");
    return machine;
  }

  private TestMachine newMachine() {
    return newMachine(newMember(group), group);
  }

  private NodeKey newKey() {
    return NodeKey.generate(portal.random);
  }

  private RevocationList list(TestMachine machine) throws IdentityException {
    var groupId = machine.membership().groupId();
    var der = portal.browser().bytes("/api/v1/groups/" + groupId + "/crl");
    return RevocationList.parse(der, machine.ca());
  }

  private static CRLReason reason(RevocationList list, String serial) throws Exception {
    var der = new ByteArrayInputStream(list.encoded());
    var crl = (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(der);
    return crl.getRevokedCertificate(new BigInteger(serial, 16)).getRevocationReason();
  }

  @Test
  void aNewKeyGetsANewSaltAndWithItAnIdThatNobodyCouldSearchFor() {
    var machine = newMachine();
    var salt = machine.membership().salt();
    var next = newKey();
    assertThat(machine.renewWith(machine.key, next)).isEqualTo("ok");
    assertThat(machine.parsed().spki()).isEqualTo(next.spki());
    assertThat(machine.membership().salt()).isNotEqualTo(salt);
  }

  @Test
  void theOldKeyIsRevokedAtOnceAsSuperseded() throws Exception {
    var machine = newMachine();
    var old = machine.parsed().identity();
    var before = list(machine);
    assertThat(before.isRevoked(old.serial(), old.keyHash())).isFalse();
    assertThat(machine.renewWith(machine.key, newKey())).isEqualTo("ok");
    var after = list(machine);
    assertThat(after.number()).isGreaterThan(before.number());
    assertThat(after.isRevoked(old.serial(), "0".repeat(64))).isTrue();
    assertThat(after.isRevoked("1", old.keyHash())).isTrue();
    assertThat(reason(after, old.serial())).isEqualTo(CRLReason.SUPERSEDED);
    var now = machine.parsed().identity();
    assertThat(after.isRevoked(now.serial(), now.keyHash())).isFalse();
  }

  @Test
  void oneLineRevokesAllCertificatesOfTheOldKey() throws Exception {
    var machine = newMachine();
    var first = machine.parsed().identity();
    assertThat(machine.renew()).isEqualTo("ok");
    var lines = list(machine).size();
    assertThat(machine.renewWith(machine.key, newKey())).isEqualTo("ok");
    assertThat(list(machine).size()).isEqualTo(lines + 1);
    assertThat(list(machine).isRevoked(first.serial(), first.keyHash())).isTrue();
  }

  @Test
  void theAnswerOfAKeyChangeCarriesTheListThatEndsTheOldKey() throws Exception {
    var machine = newMachine();
    var old = machine.parsed().identity();
    assertThat(machine.renewWith(machine.key, newKey())).isEqualTo("ok");
    assertThat(machine.list().isRevoked(old.serial(), "0".repeat(64))).isTrue();
  }

  @Test
  void theOldCertificateIsGoodForNothingMore() {
    var machine = newMachine();
    var old = machine.certificate;
    assertThat(machine.renewWith(machine.key, newKey())).isEqualTo("ok");
    machine.certificate = old;
    assertThat(machine.renew()).isEqualTo("certificate_superseded");
    assertThat(machine.renewWith(machine.key, newKey())).isEqualTo("certificate_superseded");
    assertThat(machine.sync(portal.clock.instant().toString())).isEqualTo("certificate_superseded");
  }

  @Test
  void theOldKeyDoesNotComeBackAsAnotherMachine() {
    var member = newMember(group);
    var machine = newMachine(member, group);
    assertThat(machine.renewWith(machine.key, newKey())).isEqualTo("ok");
    assertThat(machine.enrol(TestMachine.token(RunningPortal.download(member, group))))
        .isEqualTo("key_revoked");
  }

  @Test
  void enrollingAgainWithTheSameKeyIsTheSameNode() {
    var member = newMember(group);
    var machine = newMachine(member, group);
    var nodeId = machine.parsed().identity().nodeId();
    assertThat(machine.enrol(TestMachine.token(RunningPortal.download(member, group))))
        .isEqualTo("ok");
    assertThat(machine.parsed().identity().nodeId()).isEqualTo(nodeId);
  }

  @Test
  void keyChangesAreFewAndInTheAuditLog() {
    var machine = newMachine();
    var first = newKey();
    var second = newKey();
    assertThat(machine.renewWith(machine.key, first)).isEqualTo("ok");
    assertThat(machine.renewWith(first, second)).isEqualTo("ok");
    assertThat(machine.renewWith(second, newKey())).isEqualTo("too_many_key_changes");
    assertThat(machine.renewWith(second, second)).isEqualTo("ok");
    assertThat(owner.get(group + "/audit").body()).contains("changed the key of");
    portal.clock.advance(Duration.ofDays(30));
    assertThat(machine.renewWith(second, newKey())).isEqualTo("ok");
    owner = portal.logIn("owner");
  }

  @Test
  void ofKeyChangesAtOnceOneSucceeds() throws Exception {
    var machine = newMachine();
    var answers =
        atOnce(CALLS_AT_ONCE, machine::copy, copy -> copy.renewWith(machine.key, newKey()));
    assertThat(answers).containsOnlyOnce("ok").containsOnly("ok", "certificate_superseded");
  }

  @Test
  void twoMachinesDoNotGetTheSameNewKeyAtOnce() throws Exception {
    var shared = newKey();
    var machines = List.of(newMachine(), newMachine(), newMachine());
    var turn = machines.iterator();
    var answers =
        atOnce(machines.size(), turn::next, machine -> machine.renewWith(machine.key, shared));
    assertThat(answers).containsOnlyOnce("ok").containsOnly("ok", "key_in_use");
  }

  @Test
  void theListCountsMembersAndNodesWhenTheRuleChanges() throws Exception {
    var other = RunningPortal.createGroup(owner, "Counted");
    var alone = newMember(other);
    var first = newMachine(alone, other);
    assertThat(list(first).census()).isEqualTo(new Census(1, 1));
    newMachine(newMember(other), other);
    assertThat(list(first).census()).isEqualTo(new Census(2, 2));
    newMachine(alone, other);
    var before = list(first);
    assertThat(before.census()).isEqualTo(new Census(2, 2));
    newMachine(alone, other);
    assertThat(list(first).census()).isEqualTo(new Census(2, 4));
    assertThat(list(first).number()).isEqualTo(before.number() + 1);
  }

  private static List<String> atOnce(
      int count, Supplier<TestMachine> machines, Function<TestMachine, String> call)
      throws Exception {
    var calls = new ArrayList<Callable<String>>();
    for (var i = 0; i < count; i++) {
      var machine = machines.get();
      calls.add(() -> call.apply(machine));
    }
    var pool = Executors.newFixedThreadPool(count);
    try {
      var answers = new ArrayList<String>();
      for (var answer : pool.invokeAll(calls)) {
        answers.add(answer.get());
      }
      return answers;
    } finally {
      pool.shutdownNow();
    }
  }
}
