package net.groupvpn.client.enrol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.groupvpn.overlay.identity.GroupAuthority;
import net.groupvpn.overlay.identity.GroupTrust;
import net.groupvpn.overlay.identity.IdentityException;
import net.groupvpn.overlay.identity.NodeCertificate;
import net.groupvpn.overlay.policy.GatewayRight;
import net.groupvpn.overlay.policy.GroupPolicy;
import net.groupvpn.overlay.policy.NewestPolicy;
import net.groupvpn.overlay.policy.PolicyContent;
import net.groupvpn.overlay.policy.PolicyWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How a client gets the policy, keeps it, and gives it back to a portal that has forgotten it. */
@Timeout(60)
class PolicyNewsTest {
  private static final OwnEndpoint SELF = new OwnEndpoint(7400, List.of("192.0.2.7"));

  @TempDir private Path directory;
  private FakePortal portal;
  private StateStore store;
  private GroupTrust trust;
  private NewestPolicy policy;
  private Enrolment enrolment;
  private NodeCertificate certificate;

  @BeforeEach
  void enrol() throws Exception {
    portal = FakePortal.start();
    store = StateStore.open(directory);
    policy = KeptPolicy.load(store, portal.authority().ca());
    trust = new GroupTrust(portal.authority().ca());
    enrolment = enrolment(store, policy);
    certificate = enrolment.enrol(FakePortal.TOKEN, SELF);
  }

  private Enrolment enrolment(StateStore in, NewestPolicy newest) {
    return new Enrolment(in, new PortalClient(portal.address()), trust, newest, "laptop");
  }

  @AfterEach
  void stop() throws IOException {
    store.close();
    portal.close();
  }

  private GroupPolicy made(GroupAuthority authority, long number, String gateway)
      throws IdentityException {
    PolicyContent content =
        new PolicyContent(List.of(new GatewayRight(gateway, "")), List.of(), List.of());
    return PolicyWriter.issue(authority, number, Instant.now(), content);
  }

  private void sync() throws Exception {
    enrolment.sync(certificate, SELF, Instant.now().toString());
  }

  @Test
  void aNewPolicyIsNewsAndIsKeptForTheNextRun() throws Exception {
    List<Long> told = new ArrayList<>();
    policy.onChange(newer -> told.add(newer.number()));
    assertThat(enrolment.hasNews()).isFalse();
    portal.publish(made(portal.authority(), 7, "ada"));

    assertThat(enrolment.hasNews()).isTrue();
    sync();

    assertThat(enrolment.hasNews()).isFalse();
    assertThat(policy.current().mayBeGateway("ada")).isTrue();
    assertThat(told).containsExactly(7L);
    assertThat(KeptPolicy.load(store, portal.authority().ca()).current().number()).isEqualTo(7);
  }

  @Test
  void withoutAPolicyTheDefaultsHold() throws Exception {
    sync();
    assertThat(policy.current()).isEqualTo(GroupPolicy.NONE);
    assertThat(store.policy()).isNull();
  }

  @Test
  void anEnrolmentBringsThePolicyToo() throws Exception {
    portal.publish(made(portal.authority(), 7, "ada"));
    enrolment.renew(certificate, SELF);
    assertThat(policy.current().number()).isEqualTo(7);
  }

  @Test
  void anOlderOneOfAPortalThatWasRestoredIsIgnoredAndTheNewerOneHandedIn() throws Exception {
    portal.publish(made(portal.authority(), 7, "ada"));
    sync();
    for (GroupPolicy forgotten :
        new GroupPolicy[] {made(portal.authority(), 6, "eve"), GroupPolicy.NONE}) {
      portal.publish(forgotten.number() == 0 ? null : forgotten);
      sync();
      assertThat(policy.current().mayBeGateway("eve")).isFalse();
      assertThat(Objects.requireNonNull(portal.handedInPolicy()).number()).isEqualTo(7);
    }
  }

  @Test
  void whatTheGroupDidNotSignIsRefusedAndKeepsNoRevocationBack() throws Exception {
    portal.publish(made(portal.authority(), 7, "ada"));
    sync();
    GroupAuthority foreign = GroupAuthority.create("home", Instant.now(), new SecureRandom());
    portal.publish(made(foreign, 8, "eve"));
    portal.addToken("token-2");
    try (StateStore other = StateStore.open(directory.resolve("other"))) {
      portal.revoke(enrolment(other, new NewestPolicy(foreign.ca())).enrol("token-2", SELF));
    }

    assertThat(enrolment.sync(certificate, SELF, Instant.now().toString())).isTrue();

    assertThat(policy.current().number()).isEqualTo(7);
    assertThat(Objects.requireNonNull(trust.newest()).size()).isOne();
  }

  @Test
  void aDamagedFileIsSetAsideAndFetchedAgain() throws Exception {
    portal.publish(made(portal.authority(), 7, "ada"));
    sync();
    Path file = directory.resolve("group.policy");
    Files.write(file, new byte[] {1, 2, 3});

    assertThat(KeptPolicy.load(store, portal.authority().ca()).current())
        .isEqualTo(GroupPolicy.NONE);
    assertThat(store.warnings().get("group.policy")).contains("set aside");
    Files.write(file, new byte[GroupPolicy.MAX_BYTES + 1]);
    assertThat(KeptPolicy.load(store, portal.authority().ca()).current())
        .isEqualTo(GroupPolicy.NONE);
  }
}
