package net.groupvpn.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import net.groupvpn.overlay.identity.IdentityException;
import net.groupvpn.overlay.identity.NodeKey;
import net.groupvpn.overlay.virtual.MovableClock;
import net.groupvpn.portal.store.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A portal starts on the database of an old one; resources/upgrade describes its content. */
final class UpgradeTest {
  private static final String GROUP = "/groups/1";
  @TempDir Path data;

  private static InputStream resource(String name) {
    return Objects.requireNonNull(UpgradeTest.class.getResourceAsStream("/upgrade/" + name));
  }

  private static String text(String name) throws IOException {
    try (var in = resource(name)) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  @Test
  void everythingIsThereAndGoesOn() throws IOException, IdentityException {
    try (var in = new GZIPInputStream(resource("portal.mv.db.gz"))) {
      Files.copy(in, data.resolve(Database.FILE));
    }
    try (var in = resource("https.p12")) {
      Files.copy(in, data.resolve("https.p12"));
    }
    for (var start = 0; start < 2; start++) {
      try (var portal = RunningPortal.embedded(data, new MovableClock())) {
        var owner = portal.logIn("owner");
        assertThat(owner.get("/groups").body()).contains(">Office<", ">office<", ">office 2<");
        assertThat(owner.get(GROUP + "/members").body()).contains("dave", "mallory");
        assertThat(owner.get(GROUP + "/audit").body()).contains("mallory", "revoked");
      }
    }
    try (var portal = RunningPortal.embedded(data, new MovableClock())) {
      davesMachineGoesOnAndMalloryStaysOut(portal);
    }
  }

  private static void davesMachineGoesOnAndMalloryStaysOut(RunningPortal portal)
      throws IOException, IdentityException {
    var ticket = TestMachine.token(text("unused.toml"));
    var next = new TestMachine(portal);
    assertThat(next.enrol(ticket)).isEqualTo("ok");
    assertThat(next.list().size()).isEqualTo(1);
    assertThat(next.list().census()).isNotNull();
    var first = TestMachine.known(portal, NodeKey.ofPem(text("dave.key")), text("dave.crt"));
    assertThat(first.sync(portal.clock.instant().toString())).isEqualTo("ok");
    assertThat(first.renew()).isEqualTo("ok");
    assertThat(portal.logIn("mallory").sendFrom(GROUP, GROUP + "/config").status()).isEqualTo(403);
  }
}
