package net.groupvpn.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People and machines connect over IPv6, where a caller's address has other spellings. */
final class Ipv6PortalTest {
  private static final String LOOPBACK = "0:0:0:0:0:0:0:1";
  @TempDir static Path data;

  @Test
  void aMachineEnrolsAndSyncsOverIpv6() throws IOException {
    assumeThat(
            NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .anyMatch(address -> address.getHostAddress().startsWith(LOOPBACK)))
        .as("this machine has IPv6")
        .isTrue();
    try (var portal = new RunningPortal(data, "::1")) {
      var owner = portal.setUpOwner();
      var group = RunningPortal.createGroup(owner, "Office");
      var machine = new TestMachine(portal);
      assertThat(machine.enrol(TestMachine.token(RunningPortal.download(owner, group))))
          .isEqualTo("ok");
      assertThat(machine.sync(portal.clock.instant().toString())).isEqualTo("ok");
      assertThat(owner.get("/audit").body()).contains("<code>" + LOOPBACK + "</code>");
    }
  }
}
