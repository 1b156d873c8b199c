package net.groupvpn.lab.tunnel;

import java.util.List;
import net.groupvpn.lab.bed.Await;
import net.groupvpn.lab.bed.Commands;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bench.Iperf;
import net.groupvpn.lab.bench.PingReport;
import net.groupvpn.lab.member.Member;

/**
 * What a full tunnel costs, with the seed paper's three destinations: the Internet, the gateway's
 * address in the group, and its address on the Internet.
 */
final class TunnelCost {
  /**
   * Often enough that a virtual machine's processors stay awake: waking them takes milliseconds.
   */
  private static final String INTERVAL_SECONDS = "0.005";

  private static final int WARM_UP_SECONDS = 1;
  private static final int LEAST_SECONDS = 2;
  private static final int PART_FOR_TCP = 4;
  private static final long SOON_SECONDS = 60;
  private static final double MICROS_PER_MILLI = 1e3;

  private final TunnelBed lab;
  private final int seconds;

  /** How the traveller's packets get to the Internet. */
  enum Way {
    NONE("none"),
    MARK("mark"),
    ROUTES("routes"),
    FRAMES("frames"),
    USER("mark, own NAT");

    final String label;

    Way(String label) {
      this.label = label;
    }

    /** Lines of the members' configuration. */
    String[] settings() {
      return switch (this) {
        case NONE -> new String[0];
        case MARK, ROUTES, FRAMES -> new String[] {"routing_mode = \"" + label + "\""};
        case USER -> new String[] {"routing_mode = \"mark\"", "gateway_nat = \"user\""};
      };
    }
  }

  /** Where they go. */
  enum Destination {
    INTERNET("Internet"),
    IN_GROUP("gateway, in the group"),
    ON_INTERNET("gateway, on the Internet");

    final String label;

    Destination(String label) {
      this.label = label;
    }
  }

  /**
   * One way to one destination.
   *
   * @param medianMillis of pings; NaN if refused
   * @param meanMillis of the same
   * @param highMillis 99 of 100 are at most this
   * @param megabits per second of TCP
   */
  record Row(
      Way way,
      Destination destination,
      double medianMillis,
      double meanMillis,
      double highMillis,
      double megabits) {}

  TunnelCost(TunnelBed lab, int seconds) {
    this.lab = lab;
    this.seconds = seconds;
  }

  /** Measures one way to all destinations. */
  List<Row> measure(Way way) {
    Member gate = lab.gateways().get(0);
    lab.traveller().run("exit-node", way == Way.NONE ? "off" : "auto");
    Host seen = way == Way.NONE ? lab.traveller().host() : gate.host();
    Await.until(
        "the web sees " + seen.name(),
        SOON_SECONDS,
        () -> lab.webSees(TunnelBed.WEB).equals(lab.net().addressOf(seen)));
    String onInternet = lab.net().addressOf(gate.host());
    return List.of(
        row(way, Destination.INTERNET, TunnelBed.WEB, lab.mirror()),
        row(way, Destination.IN_GROUP, gate.ipv4(), gate.host()),
        way == Way.USER || way == Way.ROUTES
            ? refused(way, onInternet)
            : row(way, Destination.ON_INTERNET, onInternet, gate.host()));
  }

  /**
   * A gateway with a NAT of its own takes nothing for its own machine; in routes mode the kill
   * switch lets only the client itself send to a peer's address.
   */
  private Row refused(Way way, String address) {
    Commands.Result ping = lab.traveller().host().tryExec("ping", "-n", "-c", "1", address);
    if (!ping.output().contains("Packet filtered")) {
      throw new IllegalStateException("a ping to " + address + " is not refused: " + ping.output());
    }
    return new Row(way, Destination.ON_INTERNET, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
  }

  private Row row(Way way, Destination destination, String address, Host server) {
    Host traveller = lab.traveller().host();
    PingReport pings =
        PingReport.parse(
            traveller.exec("ping", "-n", "-i", INTERVAL_SECONDS, "-w", "" + seconds, address));
    try (Iperf iperf =
        Iperf.tcp(
                traveller,
                server,
                address,
                Math.max(LEAST_SECONDS, seconds / PART_FOR_TCP),
                WARM_UP_SECONDS)
            .start()) {
      return new Row(
          way,
          destination,
          pings.medianMillis(),
          pings.averageMicros() / MICROS_PER_MILLI,
          pings.highMillis(),
          iperf.await().receivedMegabitsPerSecond());
    }
  }
}
