package net.groupvpn.client.enrol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.groupvpn.overlay.identity.CertificateOrder;
import net.groupvpn.overlay.identity.GroupTrust;
import net.groupvpn.overlay.identity.IdentityException;
import net.groupvpn.overlay.identity.Membership;
import net.groupvpn.overlay.identity.NodeCertificate;
import net.groupvpn.overlay.identity.NodeKey;
import net.groupvpn.overlay.io.BootClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PortalKeeperTest {
  private static final OwnEndpoint SELF = new OwnEndpoint(7400, List.of());

  @TempDir private Path directory;
  private final List<String> told = new ArrayList<>();
  private FakePortal portal;
  private StateStore store;
  private PortalClient client;
  private Enrolment enrolment;
  private NodeCertificate certificate;

  @BeforeEach
  void enrol() throws Exception {
    portal = FakePortal.start();
    store = StateStore.open(directory);
    client = new PortalClient(portal.address());
    var ca = portal.authority().ca();
    enrolment =
        new Enrolment(store, client, new GroupTrust(ca), KeptPolicy.load(store, ca), "laptop");
    certificate = enrolment.enrol(FakePortal.TOKEN, SELF);
  }

  @AfterEach
  void stop() throws Exception {
    store.close();
    portal.close();
  }

  @Test
  void renewsFromHalfOfTheLifeOnAndNotBefore() {
    keeperAt(certificate.notAfter().minus(Duration.ofDays(6))).turn();
    assertThat(told).isEmpty();

    keeperAt(certificate.notAfter().minus(Duration.ofDays(3))).turn();
    assertThat(told).containsExactly("certificate");
  }

  @Test
  void renewsAlsoAfterExpiry() {
    keeperAt(certificate.notAfter().plus(Duration.ofDays(30))).turn();

    assertThat(told).containsExactly("certificate");
  }

  @Test
  void aDeadPortalStopsNothing() {
    portal.close();
    PortalKeeper keeper = keeperAt(certificate.notAfter());
    keeper.turn();
    keeper.turn();

    assertThat(told).isEmpty();
    assertThat(keeper.state()).isEqualTo("cannot be reached");
  }

  @Test
  void anOutageDoesNotPutARenewalOff() throws Exception {
    PortalKeeper keeper = keeperAt(certificate.notAfter().plus(Duration.ofDays(1)));
    portal.pause();
    keeper.turn();
    keeper.turn();
    portal.resume();
    keeper.turn();

    assertThat(told).containsExactly("certificate");
  }

  @Test
  void revocationIsPassedOn() {
    portal.revoke(certificate);
    keeperAt(Instant.now()).turn();

    assertThat(told).containsExactly("revoked you are no longer a member of office");
  }

  @Test
  void aMachineThatIsYearsAheadRenewsOnceAndNotAtEverySync() {
    PortalKeeper keeper = keeperAt(certificate.notAfter().plus(Duration.ofDays(400)));
    for (int i = 0; i < 6; i++) {
      keeper.turn();
    }
    assertThat(told).containsExactly("certificate");
  }

  @Test
  void aWrongClockIsSetByThePortalAndTheCallRepeatedAtOnce() {
    portal.refuseTimesOff(Duration.ofHours(1));
    Clock wrong = Clock.fixed(Instant.now().plus(Duration.ofDays(20)), ZoneOffset.UTC);
    GroupClock clock = new GroupClock(BootClock.ofPlatform(), wrong);
    client.onTime(clock::onPortalTime);
    PortalKeeper keeper = keeper(clock);
    keeper.turn();
    assertThat(keeper.state()).isEqualTo("in touch");
    assertThat(told).as("the certificate is young by the portal's clock").isEmpty();
    assertThat(clock.ahead()).isBetween(Duration.ofDays(19), Duration.ofDays(21));
  }

  @Test
  void whyThePortalIsNotReachedIsSaidInPlainWords() {
    portal.close();
    PortalKeeper keeper = keeperAt(Instant.now());
    keeper.turn();
    assertThat(keeper.contact().reason())
        .contains("nobody listens at", "Connection refused")
        .doesNotContain("Exception");
    assertThat(keeper.contact().since()).isAfter(Instant.EPOCH);
  }

  @Test
  void asLongAsNothingIsNewThePortalIsOnlyAskedForThat() {
    PortalKeeper keeper = keeperAt(Instant.now());
    for (int turn = 0; turn < 20; turn++) {
      keeper.turn();
    }
    assertThat(portal.syncs()).isEqualTo(1);

    keeper.turn();
    assertThat(portal.syncs()).isEqualTo(2);
  }

  @Test
  void anotherListIsFetchedAtTheNextTurn() {
    NodeCertificate other = otherCertificate();
    PortalKeeper keeper = keeperAt(Instant.now());
    keeper.turn();
    portal.revoke(other);
    keeper.turn();

    assertThat(told).containsExactly("list");
    assertThat(portal.syncs()).isEqualTo(2);
  }

  private NodeCertificate otherCertificate() {
    try {
      return portal
          .authority()
          .issue(
              new CertificateOrder(
                  NodeKey.generate(new SecureRandom()).spki(),
                  "bob",
                  "phone",
                  Set.of(),
                  new byte[Membership.SALT_BYTES],
                  Instant.now(),
                  Instant.now().plus(Duration.ofDays(1))));
    } catch (IdentityException e) {
      throw new AssertionError(e);
    }
  }

  private PortalKeeper keeperAt(Instant now) {
    return keeper(Clock.fixed(now, ZoneOffset.UTC));
  }

  private PortalKeeper keeper(Clock clock) {
    PortalKeeper.Listener listener =
        new PortalKeeper.Listener() {
          @Override
          public void onRevocationList() {
            told.add("list");
          }

          @Override
          public void onCertificate(NodeCertificate next) {
            told.add("certificate");
          }

          @Override
          public void onRevoked(String message) {
            told.add("revoked " + message);
          }
        };
    return new PortalKeeper(
        enrolment, certificate, () -> SELF, Duration.ofMinutes(10), clock, listener);
  }
}
