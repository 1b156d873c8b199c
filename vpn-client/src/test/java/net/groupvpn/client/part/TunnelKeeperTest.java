package net.groupvpn.client.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import net.groupvpn.client.os.SystemLook;
import net.groupvpn.client.tunnel.FakeKernel;
import net.groupvpn.client.tunnel.FakeSetup;
import net.groupvpn.client.tunnel.FullTunnel;
import net.groupvpn.client.tunnel.InnerDevices;
import net.groupvpn.client.tunnel.RoutingModes;
import net.groupvpn.client.tunnel.TunnelSettings;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv4Range;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.gateway.GatewayOffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TunnelKeeperTest {
  private static final String TABLE = "groupvpn_office";
  private static final Ipv4Address OWN = Ipv4Address.parse("10.128.3.4");
  private static final GatewayOffer OFFER =
      new GatewayOffer(Ipv4Address.parse("192.0.2.1"), null, null, 0, 0, "");

  @TempDir private Path proc;
  private final FakeKernel kernel = new FakeKernel();
  private final HandDriven thread = new HandDriven();
  private final Notices notices = new Notices(Clock.systemUTC());
  private String unmarked = "";
  private long now = 7;
  private FullTunnel tunnel;
  private TunnelKeeper keeper;

  @BeforeEach
  void aMachine() throws IOException {
    Path validMarks = proc.resolve("sys/net/ipv4/conf/all/src_valid_mark");
    Files.createDirectories(validMarks.getParent());
    Files.writeString(validMarks, "0\n");
    tunnel =
        new FullTunnel(
            "office",
            new FakeSetup(kernel, proc),
            new SystemLook(kernel, proc),
            () -> InnerDevices.NONE,
            true,
            all -> {},
            RoutingModes.ofMark());
    VirtualNetwork network = new VirtualNetwork("ab".repeat(32), Ipv4Range.parse("10.128.0.0/16"));
    keeper =
        new TunnelKeeper(
            tunnel,
            new TunnelPlans("gvpn0", network, null, TunnelSettings.DEFAULT),
            () -> unmarked.isEmpty() ? null : unmarked,
            notices,
            () -> now,
            thread);
  }

  @AfterEach
  void end() {
    thread.shutdownNow();
  }

  @Test
  void beforeTheWishIsKnownWhatAnEarlierClientLeftClosedStaysSo() {
    kernel.tables.put(TABLE, "left");
    keeper.onAddress(OWN);
    keeper.onOtherDevices(Set.of("gvpn1"));
    keeper.close();
    assertThat(kernel.tables).containsEntry(TABLE, "left");
  }

  @Test
  void whatAnEarlierClientLeftClosedIsOpenedOnceNoTunnelIsWanted() {
    kernel.tables.put(TABLE, "left");
    keeper.want(false);
    assertThat(kernel.tables).isEmpty();
  }

  @Test
  void itIsClosedWhenAWishReturnsAndOpenedByAGatewayAndAnAddress() {
    keeper.want(true);
    assertThat(tunnel.state()).isEqualTo(FullTunnel.State.CLOSED);
    keeper.use(OFFER);
    assertThat(tunnel.state()).isEqualTo(FullTunnel.State.CLOSED);
    keeper.onAddress(OWN);
    assertThat(tunnel.state()).isEqualTo(FullTunnel.State.ON);
    keeper.use(null);
    assertThat(tunnel.state()).isEqualTo(FullTunnel.State.CLOSED);
  }

  @Test
  void whatCannotBeSetUpIsTriedAgainEveryTwoSeconds() {
    kernel.hasNft = false;
    keeper.want(true);
    keeper.use(OFFER);
    assertThat(thread.waiting()).isEqualTo(1);
    assertThat(thread.delaySeconds()).isEqualTo(2);
    assertThat(notices.all())
        .singleElement()
        .extracting(Notices.Notice::text)
        .asString()
        .contains("nftables");
    thread.runDelayed();
    assertThat(thread.waiting()).isEqualTo(1);
    kernel.hasNft = true;
    thread.runDelayed();
    assertThat(thread.waiting()).isZero();
    assertThat(kernel.tables).containsKey(TABLE);
    assertThat(notices.all()).isEmpty();
  }

  @Test
  void withoutMarksOnItsSocketsItIsClosedButForTheGroup() {
    unmarked = "sockets cannot be marked";
    keeper.want(true);
    keeper.onAddress(OWN);
    keeper.use(OFFER);
    assertThat(tunnel.state()).isEqualTo(FullTunnel.State.CLOSED);
    assertThat(kernel.routes).containsEntry("-4 5470", "unreachable default");
    assertThat(kernel.tables.get(TABLE)).contains("10.128.0.0/16");
    assertThat(notices.all())
        .singleElement()
        .extracting(Notices.Notice::text)
        .asString()
        .contains("nothing leaves", unmarked);
  }

  @Test
  void aPauseOpensItIsLoudAndEndsByItself() {
    keeper.want(true);
    keeper.pause(Duration.ofMinutes(5), "IN THE OPEN");
    assertThat(keeper.isPaused()).isTrue();
    assertThat(kernel.tables.get(TABLE)).contains("ipv4 timeout 300s");
    assertThat(notices.all()).extracting(Notices.Notice::text).containsExactly("IN THE OPEN");
    now += Duration.ofMinutes(1).toNanos();
    keeper.use(OFFER);
    keeper.onAddress(OWN);
    thread.runDelayed();
    assertThat(kernel.tables.get(TABLE))
        .as("news neither end nor lengthen it")
        .contains("ipv4 timeout 240s");
    now += Duration.ofMinutes(4).toNanos();
    thread.runDelayed();
    assertThat(keeper.isPaused()).isFalse();
    assertThat(kernel.tables.get(TABLE)).doesNotContain("timeout");
    assertThat(tunnel.state()).isEqualTo(FullTunnel.State.ON);
    assertThat(notices.all()).isEmpty();
    assertThat(thread.waiting()).isZero();
  }

  @Test
  void aPauseEndsWithTheNextWishAndCanBeLengthened() {
    keeper.want(true);
    keeper.pause(Duration.ofMinutes(1), "a minute");
    keeper.pause(Duration.ofMinutes(5), "five");
    now += Duration.ofMinutes(4).toNanos();
    thread.runDelayed();
    assertThat(keeper.isPaused()).isTrue();
    keeper.want(true);
    assertThat(keeper.isPaused()).isFalse();
    assertThat(kernel.tables.get(TABLE)).doesNotContain("timeout");
    keeper.pause(Duration.ofMinutes(5), "again");
    keeper.endPause();
    assertThat(kernel.tables.get(TABLE)).doesNotContain("timeout");
  }

  @Test
  void aPauseDoesNotOutliveTheClient() {
    keeper.want(true);
    keeper.pause(Duration.ofMinutes(5), "a pause");
    keeper.close();
    assertThat(kernel.tables.get(TABLE)).doesNotContain("timeout");
  }

  @Test
  void itStaysClosedWhenTheClientEndsUnlessTheUserEndsIt() {
    keeper.want(true);
    keeper.close();
    assertThat(kernel.tables).containsKey(TABLE);
  }

  @Test
  void itIsOpenedWhenTheUserEndsTheClient() {
    keeper.want(true);
    keeper.release();
    keeper.close();
    assertThat(kernel.tables).isEmpty();
    assertThat(kernel.rules).isEmpty();
  }

  @Test
  void whatComesAfterTheEndIsCountedAndChangesNothing() {
    keeper.want(true);
    keeper.close();
    kernel.changes.clear();
    keeper.use(OFFER);
    keeper.want(false);
    assertThat(keeper.counters()).containsEntry("dropped.tunnel.late", 2L);
    assertThat(kernel.changes).isEmpty();
  }
}
