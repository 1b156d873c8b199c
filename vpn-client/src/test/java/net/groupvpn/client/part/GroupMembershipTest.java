package net.groupvpn.client.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.groupvpn.client.config.ClientConfig;
import net.groupvpn.client.config.ConfigException;
import net.groupvpn.client.config.Directories;
import net.groupvpn.client.enrol.FakePortal;
import net.groupvpn.client.enrol.GroupClock;
import net.groupvpn.client.enrol.OwnEndpoint;
import net.groupvpn.client.enrol.StateStore;
import net.groupvpn.overlay.group.GroupFile;
import net.groupvpn.overlay.io.BootClock;
import net.groupvpn.overlay.io.SocketSetup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A first start on a machine whose clock is wrong. */
@Timeout(60)
class GroupMembershipTest {
  private static final OwnEndpoint SELF = new OwnEndpoint(7400, List.of("192.0.2.7"));
  private static final Duration WRONG = Duration.ofDays(400);

  @TempDir private Path directory;
  private FakePortal portal;
  private StateStore store;
  private Path file;

  @BeforeEach
  void start() throws Exception {
    portal = FakePortal.start();
    store = StateStore.open(directory.resolve("state"));
    file = directory.resolve("office.groupvpn");
  }

  @AfterEach
  void stop() throws IOException {
    store.close();
    portal.close();
  }

  @Test
  void aFileThatIsGoodByThePortalsClockIsGood() throws Exception {
    for (Duration ahead : List.of(WRONG, WRONG.negated())) {
      portal.addToken(FakePortal.TOKEN);
      write(Instant.now().plusSeconds(600));
      try (StateStore fresh = StateStore.open(directory.resolve("state" + ahead.isNegative()))) {
        GroupMembership member =
            GroupMembership.establish(
                config(), fresh, SELF, clock(ahead), SocketSetup.NONE, () -> false);
        assertThat(member.certificate().notAfter()).isAfter(Instant.now());
      }
    }
  }

  @Test
  void aFileThatExpiredByThePortalsClockIsNot() throws Exception {
    write(Instant.now().minusSeconds(600));
    assertThatThrownBy(
            () ->
                GroupMembership.establish(
                    config(), store, SELF, clock(Duration.ZERO), SocketSetup.NONE, () -> false))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("expired at");
  }

  @Test
  void withoutThePortalNobodyKnowsWhichClockIsRight() throws Exception {
    write(Instant.now().plusSeconds(600));
    portal.close();
    assertThatIOException()
        .isThrownBy(
            () ->
                GroupMembership.establish(
                    config(), store, SELF, clock(WRONG), SocketSetup.NONE, () -> false))
        .withMessageContaining("cannot be reached");
  }

  private void write(Instant expires) throws IOException {
    String fingerprint = portal.address().fingerprint().substring("sha256:".length());
    GroupFile group =
        new GroupFile(
            new GroupFile.Portal(portal.address().base(), fingerprint),
            portal.authority().ca(),
            new byte[GroupFile.SECRET_BYTES],
            new GroupFile.Network("10.128.0.0/16", "office.gvpn", List.of()),
            new GroupFile.Enrolment(FakePortal.TOKEN, expires, 600));
    Files.write(file, group.write(portal.authority()::sign));
  }

  private ClientConfig config() {
    return ClientConfig.forGroupFile(file, new Directories(directory, directory, directory));
  }

  private static GroupClock clock(Duration ahead) {
    return new GroupClock(BootClock.ofPlatform(), Clock.offset(Clock.systemUTC(), ahead));
  }
}
