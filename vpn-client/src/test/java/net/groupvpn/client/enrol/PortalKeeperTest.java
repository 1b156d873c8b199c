package net.groupvpn.client.enrol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import net.groupvpn.overlay.identity.GroupTrust;
import net.groupvpn.overlay.identity.NodeCertificate;
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
  private Enrolment enrolment;
  private NodeCertificate certificate;

  @BeforeEach
  void enrol() throws Exception {
    portal = FakePortal.start();
    store = StateStore.open(directory);
    enrolment =
        new Enrolment(
            store,
            new PortalClient(portal.address()),
            new GroupTrust(portal.authority().ca()),
            "laptop");
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

  private PortalKeeper keeperAt(Instant now) {
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
        enrolment,
        certificate,
        () -> SELF,
        Duration.ofMinutes(10),
        Clock.fixed(now, ZoneOffset.UTC),
        listener);
  }
}
