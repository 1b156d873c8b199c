package net.groupvpn.lab.tunnel;

import java.util.ArrayList;
import java.util.List;
import net.groupvpn.lab.bed.Await;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bench.Iperf;
import net.groupvpn.lab.bench.PingReport;
import net.groupvpn.lab.member.Member;

/**
 * What a full tunnel costs, with the seed paper's three destinations: the Internet, the gateway's
 * address in the group, and its address on the Internet.
 */
final class TunnelCost {
  private static final String INTERVAL_SECONDS = "0.2";
  private static final int WARM_UP_SECONDS = 1;
  private static final long SOON_SECONDS = 60;
  private static final double MICROS_PER_MILLI = 1e3;

  private final TunnelBed lab;
  private final int seconds;

  /**
   * One way to one destination.
   *
   * @param meanMillis of pings
   * @param highMillis 99 of 100 are at most this
   * @param megabits per second of TCP
   */
  record Row(
      String way, String destination, double meanMillis, double highMillis, double megabits) {}

  TunnelCost(TunnelBed lab, int seconds) {
    this.lab = lab;
    this.seconds = seconds;
  }

  /** Measures without a tunnel. */
  List<Row> withoutTunnel() {
    lab.traveller().run("exit-node", "off");
    Await.until(
        "the web sees the traveller",
        SOON_SECONDS,
        () -> lab.webSees(TunnelBed.WEB).equals(lab.net().addressOf(lab.traveller().host())));
    return measure("none");
  }

  /** Measures through the gateway; {@code way} is what that is called in the table. */
  List<Row> throughGateway(String way) {
    lab.traveller().run("exit-node", "auto");
    Member gate = lab.awaitGateway();
    Await.until(
        "the web sees the gateway",
        SOON_SECONDS,
        () -> lab.webSees(TunnelBed.WEB).equals(lab.net().addressOf(gate.host())));
    return measure(way);
  }

  private List<Row> measure(String way) {
    Member gate = lab.gateways().get(0);
    List<Row> rows = new ArrayList<>();
    rows.add(row(way, "Internet", TunnelBed.WEB, lab.mirror()));
    rows.add(row(way, "gateway, in the group", gate.ipv4(), gate.host()));
    rows.add(row(way, "gateway, on the Internet", lab.net().addressOf(gate.host()), gate.host()));
    return rows;
  }

  private Row row(String way, String destination, String address, Host server) {
    Host traveller = lab.traveller().host();
    PingReport pings =
        PingReport.parse(
            traveller.exec("ping", "-n", "-i", INTERVAL_SECONDS, "-w", "" + seconds, address));
    try (Iperf iperf =
        Iperf.tcp(traveller, server, address, Math.max(2, seconds / 2), WARM_UP_SECONDS).start()) {
      return new Row(
          way,
          destination,
          pings.averageMicros() / MICROS_PER_MILLI,
          pings.highMillis(),
          iperf.await().receivedMegabitsPerSecond());
    }
  }
}
