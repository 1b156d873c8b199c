package net.groupvpn.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import net.groupvpn.overlay.io.PublicNode;
import net.groupvpn.overlay.virtual.MovableClock;
import net.groupvpn.portal.certificate.Lifetimes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The way back for an owner who forgot the password: the command line on the portal's machine. */
final class ResetPasswordTest {
  private static final String OLD = RunningPortal.PASSWORD;
  @TempDir Path data;

  private record Outcome(int exitCode, String out, String err) {
    String password() {
      return out.strip().replaceFirst(".*It is: ", "");
    }
  }

  private Outcome resetPassword(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var line =
        new CommandLine(new PortalMain())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    var all = new String[arguments.length + 3];
    all[0] = "reset-password";
    all[1] = "--data";
    all[2] = data.toString();
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return new Outcome(line.execute(all), out.toString(), err.toString());
  }

  private Portal start() throws IOException {
    var node = new PublicNode.Ports(0, 0);
    var hosts = List.of("127.0.0.1");
    return Portal.start(
        new PortalSettings(data, null, "127.0.0.1", 0, hosts, null, node, Lifetimes.DEFAULT, false),
        new MovableClock(),
        new SecureRandom());
  }

  private static TestBrowser setUpOwner(Portal portal) {
    var browser = new TestBrowser(portal.url());
    var code = Objects.requireNonNull(portal.setUpCode());
    browser.send("/set-up", "code", code, "name", "owner", "password", OLD, "repeated", OLD);
    return browser;
  }

  private static int logIn(Portal portal, String password) {
    return new TestBrowser(portal.url())
        .send("/log-in", "name", "owner", "password", password)
        .status();
  }

  @Test
  void aRunningPortalIsAskedToDoItAndTheAccountsSessionsEnd() throws IOException {
    try (var portal = start()) {
      var before = setUpOwner(portal);
      var outcome = resetPassword("--generate", "Owner");
      assertThat(outcome.exitCode()).as(outcome.err()).isZero();
      assertThat(outcome.out()).contains("owner has a new password; 1 of its sessions ended.");
      assertThat(before.get("/groups").location()).isEqualTo("/log-in");
      assertThat(logIn(portal, OLD)).isEqualTo(422);
      var owner = new TestBrowser(portal.url());
      owner.send("/log-in", "name", "owner", "password", outcome.password());
      assertThat(owner.get("/audit").body()).contains("command line", "reset the password of");
    }
  }

  @Test
  void aStoppedPortalHasTheNewPasswordWhenItStarts() throws IOException {
    try (var portal = start()) {
      setUpOwner(portal);
    }
    var outcome = resetPassword("--generate", "owner");
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    try (var portal = start()) {
      assertThat(logIn(portal, OLD)).isEqualTo(422);
      assertThat(logIn(portal, outcome.password())).isEqualTo(303);
    }
  }

  @Test
  void theSocketOfAKilledPortalIsInNobodysWay() throws IOException {
    try (var portal = start()) {
      setUpOwner(portal);
    }
    Files.writeString(data.resolve("control.sock"), "");
    assertThat(resetPassword("--generate", "owner").exitCode()).isZero();
    start().close();
  }

  @Test
  void whatCannotBeDoneIsSaid() throws IOException {
    assertThat(resetPassword("--generate", "owner").err())
        .contains("There is no portal in", "--data");
    assertThat(Files.exists(data.resolve("portal.mv.db"))).isFalse();
    try (var portal = start()) {
      setUpOwner(portal);
      var outcome = resetPassword("--generate", "nobody");
      assertThat(outcome.exitCode()).isEqualTo(1);
      assertThat(outcome.err()).contains("There is no account named nobody.");
      assertThat(logIn(portal, OLD)).isEqualTo(303);
    }
  }

  @Test
  void onlyThePortalsOwnUserReachesTheSocket() throws IOException {
    try (var portal = start()) {
      assertThat(portal.port()).isPositive();
      assertThat(Files.getPosixFilePermissions(data.resolve("control.sock"))).hasSize(2);
    }
    assertThat(Files.exists(data.resolve("control.sock"))).isFalse();
  }
}
