package net.groupvpn.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import net.groupvpn.overlay.io.PublicNode;
import net.groupvpn.overlay.virtual.MovableClock;
import net.groupvpn.portal.certificate.Lifetimes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded database and the keys outlive the process. */
final class PortalRestartTest {
  @TempDir Path data;

  private Portal start() throws IOException {
    return start(false);
  }

  private Portal start(boolean newCertificate) throws IOException {
    var hosts = List.of("127.0.0.1");
    return Portal.start(
        new PortalSettings(
            data,
            null,
            "127.0.0.1",
            0,
            hosts,
            null,
            new PublicNode.Ports(0, 0),
            Lifetimes.DEFAULT,
            newCertificate),
        new MovableClock(),
        new SecureRandom());
  }

  @Test
  void aLostCertificateIsNotReplacedInSilenceOnceThereAreGroups() throws IOException {
    var file = data.resolve("https.p12");
    try (var portal = RunningPortal.embedded(data, new MovableClock())) {
      RunningPortal.createGroup(portal.setUpOwner(), "Office");
    }
    Files.delete(file);

    assertThatThrownBy(this::start)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("1 group")
        .hasMessageContaining("--new-certificate");
    assertThat(file).doesNotExist();

    start(true).close();
    Files.write(file, new byte[] {1, 2, 3});
    assertThatThrownBy(this::start).hasMessageContaining(file + " cannot be read");
  }

  @Test
  void accountsAndTheFingerprintAreKept() throws IOException {
    String fingerprint;
    var password = RunningPortal.PASSWORD;
    try (var portal = start()) {
      fingerprint = portal.fingerprint();
      var code = Objects.requireNonNull(portal.setUpCode());
      new TestBrowser(portal.url())
          .send(
              "/set-up", "code", code, "name", "owner", "password", password, "repeated", password);
    }
    try (var portal = start()) {
      assertThat(portal.fingerprint()).isEqualTo(fingerprint);
      assertThat(portal.setUpCode()).isNull();
      var answer =
          new TestBrowser(portal.url()).send("/log-in", "name", "owner", "password", password);
      assertThat(answer.location()).isEqualTo("/groups");
    }
    for (var name : List.of("portal.mv.db", "https.p12", "public-node-key.pem")) {
      var mode = Files.getPosixFilePermissions(data.resolve(name));
      assertThat(PosixFilePermissions.toString(mode)).as(name).isEqualTo("rw-------");
    }
  }
}
