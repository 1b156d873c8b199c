package net.groupvpn.client.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import net.groupvpn.overlay.path.NumericAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NeighbourLookTest {
  private static final InetAddress ROUTER =
      Objects.requireNonNull(NumericAddress.parse("192.168.1.1"));

  @TempDir private Path cards;

  private long shown(int exitCode, String text) throws IOException {
    return new NeighbourLook(command -> new CommandRunner.Result(exitCode, text), cards)
        .macOf(ROUTER, "eth0");
  }

  @Test
  void theRoutersAddressIsReadWhateverItsState() throws IOException {
    assertThat(shown(0, "192.168.1.1 lladdr 02:00:00:aa:bb:01 STALE")).isEqualTo(0x020000aabb01L);
    assertThat(shown(0, "fe80::1 lladdr 02:00:00:aa:bb:02 router REACHABLE"))
        .isEqualTo(0x020000aabb02L);
  }

  @Test
  void oneThatDoesNotAnswerHasNone() throws IOException {
    assertThat(shown(0, "192.168.1.1 FAILED")).isZero();
    assertThat(shown(0, "192.168.1.1 INCOMPLETE")).isZero();
    assertThat(shown(0, "")).isZero();
    assertThat(shown(1, "Cannot find device \"eth0\"")).isZero();
  }

  @Test
  void onlyEthernetHasAnAddress() throws IOException {
    NeighbourLook look = new NeighbourLook(command -> new CommandRunner.Result(0, ""), cards);
    Files.createDirectories(cards.resolve("eth0"));
    Files.writeString(cards.resolve("eth0/address"), "02:00:00:00:00:05\n");
    Files.createDirectories(cards.resolve("ppp0"));
    Files.writeString(cards.resolve("ppp0/address"), "\n");
    assertThat(look.ownMac("eth0")).isEqualTo(0x020000000005L);
    assertThat(look.ownMac("ppp0")).isZero();
    assertThat(look.ownMac("eth9")).isZero();
  }
}
