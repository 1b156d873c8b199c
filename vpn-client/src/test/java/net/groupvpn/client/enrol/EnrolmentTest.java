package net.groupvpn.client.enrol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import net.groupvpn.overlay.enrol.PortalApi;
import net.groupvpn.overlay.identity.GroupAuthority;
import net.groupvpn.overlay.identity.GroupTrust;
import net.groupvpn.overlay.identity.NodeCertificate;
import net.groupvpn.overlay.policy.NewestPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EnrolmentTest {
  private static final OwnEndpoint SELF = new OwnEndpoint(7400, List.of("192.0.2.7"));

  @TempDir private Path directory;
  private FakePortal portal;
  private StateStore store;
  private GroupTrust trust;
  private NewestPolicy policy;
  private Enrolment enrolment;

  @BeforeEach
  void start() throws Exception {
    portal = FakePortal.start();
    store = StateStore.open(directory.resolve("state"));
    trust = new GroupTrust(portal.authority().ca());
    policy = KeptPolicy.load(store, portal.authority().ca());
    enrolment = enrolment(portal.address());
  }

  @AfterEach
  void stop() throws IOException {
    store.close();
    portal.close();
  }

  @Test
  void enrolsAndKeepsWhatItGot() throws Exception {
    portal.addSeed("192.0.2.1:7400");

    NodeCertificate certificate = enrolment.enrol(FakePortal.TOKEN, SELF);

    assertThat(enrolment.stored()).isEqualTo(certificate);
    assertThat(store.peers()).containsExactly("192.0.2.1:7400");
    assertThat(Objects.requireNonNull(trust.newest()).number()).isEqualTo(1);
    assertThat(store.crl()).isNotNull();
  }

  @Test
  void beforeTheFirstEnrolmentThereIsNothing() throws Exception {
    assertThat(enrolment.stored()).isNull();
  }

  @Test
  void aUsedTokenIsOneClearRefusal() throws Exception {
    enrolment.enrol(FakePortal.TOKEN, SELF);

    PortalException refusal =
        catchThrowableOfType(PortalException.class, () -> enrolment.enrol(FakePortal.TOKEN, SELF));

    assertThat(refusal.code()).isEqualTo("token_used");
    assertThat(refusal).hasMessageContaining("already used");
  }

  @Test
  void aPortalWithAnotherFingerprintIsNotTalkedTo() {
    PortalAddress wrong = new PortalAddress(portal.address().base(), "sha256:" + "ab".repeat(32));

    PortalException refusal =
        catchThrowableOfType(
            PortalException.class, () -> enrolment(wrong).enrol(FakePortal.TOKEN, SELF));

    assertThat(refusal.code()).isEqualTo(PortalException.WRONG_PORTAL);
    assertThat(refusal)
        .hasMessageContaining(portal.address().fingerprint())
        .hasMessageContaining("abab");
  }

  @Test
  void aDeadPortalIsAnIoProblem() {
    portal.close();

    assertThatThrownBy(() -> enrolment.enrol(FakePortal.TOKEN, SELF))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot be reached");
  }

  @Test
  void anAnswerThatBeginsAndDoesNotEndIsAnIoProblem() {
    portal.stall();
    PortalClient hurried = new PortalClient(portal.address(), Duration.ofSeconds(1));

    assertThatThrownBy(
            () ->
                new Enrolment(store, hurried, trust, policy, "laptop")
                    .enrol(FakePortal.TOKEN, SELF))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no whole answer");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"certificate\":null,\"crl\":\"\",\"seeds\":[]}",
        "{\"certificate\":\"\",\"crl\":null,\"seeds\":[]}",
        "{\"certificate\":\"\",\"crl\":\"\",\"seeds\":[null]}"
      })
  void anAnswerWithoutWhatItMustHaveIsBadWhateverItsStatus(String body) {
    for (int status : new int[] {200, 404}) {
      portal.answerWith(status, body);

      PortalException refusal =
          catchThrowableOfType(
              PortalException.class, () -> enrolment.enrol(FakePortal.TOKEN, SELF));

      assertThat(refusal.code()).isEqualTo(PortalException.BAD_ANSWER);
    }
  }

  @Test
  void anAnswerThatIsTooLongIsBad() {
    portal.answerWith(200, " ".repeat(PortalApi.MAX_ANSWER_BYTES + 1));

    assertThat(
            catchThrowableOfType(
                    PortalException.class, () -> enrolment.enrol(FakePortal.TOKEN, SELF))
                .code())
        .isEqualTo(PortalException.BAD_ANSWER);
  }

  @Test
  void aPortalThatIsAskedTooOftenIsAnIoProblem() {
    portal.answerWith(429, "{\"error\":\"too_many_calls\",\"message\":\"Try again later.\"}");

    assertThatThrownBy(() -> enrolment.enrol(FakePortal.TOKEN, SELF))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("429");
  }

  @Test
  void aRetryAfterALostAnswerUsesTheSameKey() throws Exception {
    portal.close();
    assertThatThrownBy(() -> enrolment.enrol(FakePortal.TOKEN, SELF)).isNotNull();

    assertThat(store.key()).isNotNull();
  }

  @Test
  void renewalKeepsTheNodeId() throws Exception {
    NodeCertificate old = enrolment.enrol(FakePortal.TOKEN, SELF);
    portal.issueFrom(Instant.now().plusSeconds(1_000));

    NodeCertificate next = enrolment.renew(old, SELF);

    assertThat(next.identity().nodeId()).isEqualTo(old.identity().nodeId());
    assertThat(next.notAfter()).isAfter(old.notAfter());
    assertThat(enrolment.stored()).isEqualTo(next);
  }

  @Test
  void newsBringsTheNewerRevocationListOnce() throws Exception {
    NodeCertificate mine = enrolment.enrol(FakePortal.TOKEN, SELF);
    portal.addToken("token-2");
    try (StateStore other = StateStore.open(directory.resolve("other"))) {
      portal.revoke(
          new Enrolment(other, new PortalClient(portal.address()), trust, policy, "bob")
              .enrol("token-2", SELF));
    }

    assertThat(enrolment.sync(mine, SELF, Instant.now().toString())).isTrue();
    assertThat(enrolment.sync(mine, SELF, Instant.now().toString())).isFalse();
    assertThat(Objects.requireNonNull(trust.newest()).size()).isEqualTo(1);
  }

  @Test
  void aPortalThatWasRestoredFromABackupIsHandedTheListThatItHasForgotten() throws Exception {
    NodeCertificate certificate = enrolment.enrol(FakePortal.TOKEN, SELF);
    portal.addToken("token-2");
    StateStore other = StateStore.open(directory.resolve("other"));
    NodeCertificate revoked =
        new Enrolment(other, new PortalClient(portal.address()), trust, policy, "other")
            .enrol("token-2", SELF);
    other.close();
    portal.revoke(revoked);
    enrolment.sync(certificate, SELF, Instant.now().toString());

    portal.goBackTo(1);
    enrolment.sync(certificate, SELF, Instant.now().toString());

    assertThat(Objects.requireNonNull(portal.handedIn()).number()).isEqualTo(2);
    assertThat(Objects.requireNonNull(trust.newest()).number()).isEqualTo(3);
  }

  @Test
  void aRevokedNodeIsToldSo() throws Exception {
    NodeCertificate mine = enrolment.enrol(FakePortal.TOKEN, SELF);
    portal.revoke(mine);

    assertThat(
            catchThrowableOfType(
                    PortalException.class,
                    () -> enrolment.sync(mine, SELF, Instant.now().toString()))
                .code())
        .isEqualTo(PortalException.REVOKED);
  }

  @Test
  void theStateOfAnotherGroupIsRefused() throws Exception {
    enrolment.enrol(FakePortal.TOKEN, SELF);
    GroupTrust other =
        new GroupTrust(GroupAuthority.create("home", Instant.now(), new SecureRandom()).ca());

    assertThatThrownBy(
            () ->
                new Enrolment(store, new PortalClient(portal.address()), other, policy, "laptop")
                    .stored())
        .hasMessageContaining("of another group")
        .hasMessageContaining("state_dir");
  }

  @Test
  void aDamagedCertificateNamesItsFile() throws Exception {
    enrolment.enrol(FakePortal.TOKEN, SELF);
    Path file = directory.resolve("state/node.crt");
    Files.writeString(file, "rubbish");

    assertThatThrownBy(() -> enrolment.stored()).hasMessageContaining(file + " is damaged");
  }

  private Enrolment enrolment(PortalAddress address) {
    return new Enrolment(store, new PortalClient(address), trust, policy, "laptop");
  }
}
