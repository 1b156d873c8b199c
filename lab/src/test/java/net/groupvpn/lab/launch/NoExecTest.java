package net.groupvpn.lab.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.groupvpn.lab.NeedsRoot;
import net.groupvpn.lab.bed.Commands;
import net.groupvpn.lab.member.Product;
import net.groupvpn.overlay.group.GroupFile;
import net.groupvpn.overlay.identity.GroupAuthority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hardened machine: nothing in /tmp or in the home directory may be executed. */
@NeedsRoot
class NoExecTest {
  private static final String PORTAL = "https://192.0.2.1:8443";
  private static final String CAREFUL =
      "mount --bind /tmp /tmp && mount -o remount,bind,noexec /tmp && exec \"$@\"";

  @TempDir Path directory;

  @Test
  void theClientNeedsNoPlaceToUnpackAndExecute() throws IOException {
    Files.write(directory.resolve("office.groupvpn"), groupFile());
    Path home = Files.createDirectory(directory.resolve("home"));
    Commands.Result result =
        Commands.tryRun(
            List.of(
                "timeout",
                "60",
                "unshare",
                "--mount",
                "--net",
                "sh",
                "-c",
                CAREFUL,
                "sh",
                "env",
                "GROUPVPN_NO_BUILD=1",
                "JDK_JAVA_OPTIONS=-Duser.home=" + home,
                "GROUPVPN_STATE_DIR=" + directory.resolve("state"),
                "GROUPVPN_RUN_DIR=" + directory.resolve("run"),
                Product.root().resolve("bin/groupvpn").toString(),
                "up",
                "--foreground",
                directory.resolve("office.groupvpn").toString()));
    // It opens its UDP port by JNA before it asks the portal, which is not there.
    assertThat(result.output()).contains("192.0.2.1").doesNotContain("jnidispatch");
  }

  private static byte[] groupFile() {
    SecureRandom random = new SecureRandom();
    GroupAuthority authority = GroupAuthority.create("office", Instant.now(), random);
    return new GroupFile(
            new GroupFile.Portal(URI.create(PORTAL), "00".repeat(32)),
            authority.ca(),
            new byte[GroupFile.SECRET_BYTES],
            new GroupFile.Network("10.128.0.0/16", "office.gvpn", List.of()),
            new GroupFile.Enrolment("none", Instant.now().plus(Duration.ofDays(1)), 3_600))
        .write(authority::sign);
  }
}
