package net.groupvpn.lab.natgrid;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.groupvpn.lab.NeedsRoot;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.HostProcess;
import net.groupvpn.lab.bed.Testbed;
import net.groupvpn.lab.member.Group;
import net.groupvpn.lab.member.Member;
import net.groupvpn.lab.member.Product;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Five members, each behind a NAT of its own. The portal is away; they know only one {@code
 * groupvpn node}.
 */
@NeedsRoot
class FiveHomesTest {
  private static final List<String> NAMES = List.of("alder", "birch", "cedar", "elder", "hazel");
  private static final int PORTAL = 10;
  private static final int NODE = 20;
  private static final long START_SECONDS = 60;
  private static final long LIMIT_SECONDS = 30;

  private static Testbed bed;
  private static Group group;
  private static Host server;

  @BeforeAll
  static void allAreEnrolled() throws IOException {
    bed = new Testbed("fivehomes");
    NatWorld world = new NatWorld(bed);
    server = world.server("node", NODE);
    group = Group.create(bed, world.server("portal", PORTAL), NatWorld.serverAddress(PORTAL));
    String seeds = "seeds = [\"" + NatWorld.serverAddress(NODE) + ":7400\"]";
    for (String name : NAMES) {
      group.install(world.member(name, NatKind.PORT_RESTRICTED), seeds).start();
    }
    for (Member member : group.members()) {
      member.awaitUp();
    }
    for (Member member : group.members()) {
      member.stop();
      Files.deleteIfExists(member.state().resolve("peers.txt"));
    }
    group.portal().process().stop();
  }

  @AfterAll
  static void close() {
    bed.close();
  }

  @Test
  void allPairsPingSoonThroughNothingButOnePublicNode() {
    String state = bed.directory().resolve("node-state").toString();
    HostProcess node =
        server
            .start(
                "node",
                Product.command("groupvpn", List.of(), List.of("node", "--state-dir", state)))
            .awaitOutput("groupvpn node ready", START_SECONDS);
    assertThat(node.output()).contains("stream_port=443");

    long started = System.nanoTime();
    group.members().forEach(Member::start);
    group.members().forEach(Member::awaitUp);
    long up = System.nanoTime();
    group.awaitAllPairs(LIMIT_SECONDS);
    long ended = System.nanoTime();

    System.out.printf(
        "five homes: up after %d ms, all pairs ping %d ms later%n",
        TimeUnit.NANOSECONDS.toMillis(up - started), TimeUnit.NANOSECONDS.toMillis(ended - up));
  }
}
