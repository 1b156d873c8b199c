package net.groupvpn.lab.tunnel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.groupvpn.lab.bed.Await;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.HostProcess;
import net.groupvpn.lab.member.Member;

/** Ends the gateway in use under load, again and again, and looks when new connections flow. */
final class TunnelFailover {
  /** Longer than this is too long. */
  static final double LIMIT_SECONDS = 3;

  /** A connection that began before has to wait for its next SYN, so another is tried soon. */
  private static final String HASTY_SECONDS = "0.6";

  private static final long GIVEN_UP_SECONDS = 30;
  private static final long SOON_SECONDS = 60;
  private static final long LOADED_SECONDS = 20;

  private final TunnelBed lab;

  /** How a gateway ends. */
  enum End {
    KILLED("killed"),
    CABLE_CUT("cable cut"),
    UPLINK_CUT("uplink cut");

    final String label;

    End(String label) {
      this.label = label;
    }
  }

  /** One of them: after how long a new connection went through another gateway. */
  record Round(End end, double seconds) {
    boolean isGood() {
      return seconds <= LIMIT_SECONDS;
    }
  }

  TunnelFailover(TunnelBed lab) {
    this.lab = lab;
  }

  /** Ends gateways so often, in that way. */
  List<Round> run(End end, int rounds) {
    List<Round> all = new ArrayList<>();
    lab.traveller().run("exit-node", "auto");
    for (int i = 0; i < rounds; i++) {
      all.add(new Round(end, once(end)));
    }
    return all;
  }

  private double once(End end) {
    Member gate = lab.awaitGateway();
    String former = lab.net().addressOf(gate.host());
    Await.until("the web is seen", SOON_SECONDS, () -> lab.webSees(TunnelBed.WEB).equals(former));
    HostProcess server =
        lab.mirror()
            .start("iperf3-server", List.of("iperf3", "-s", "--forceflush"))
            .awaitOutput("Server listening", SOON_SECONDS);
    HostProcess load =
        lab.traveller()
            .host()
            .start("load", List.of("iperf3", "-c", TunnelBed.WEB, "-t", "60", "--forceflush"))
            .awaitOutput("Mbits/sec", LOADED_SECONDS);
    HostProcess download =
        lab.traveller()
            .host()
            .start("download", List.of("curl", "-sS", "http://" + TunnelBed.WEB + "/endless"));
    try {
      end(end, gate);
      long nanos =
          Await.until(
              "another gateway carries",
              GIVEN_UP_SECONDS,
              () -> {
                String seen = lab.webSees(TunnelBed.WEB, HASTY_SECONDS);
                return !seen.isEmpty() && !seen.equals(former);
              });
      return nanos / (double) TimeUnit.SECONDS.toNanos(1);
    } finally {
      load.stop();
      download.stop();
      server.stop();
      mend(end, gate);
    }
  }

  private void end(End end, Member gate) {
    switch (end) {
      case KILLED -> gate.process().kill();
      case CABLE_CUT -> cable(gate, "down");
      case UPLINK_CUT -> cutUplink(gate);
    }
  }

  private void cable(Member gate, String state) {
    lab.net().router().ip("link", "set", lab.net().portOf(gate.host()), state);
  }

  /** Nothing of its comes to the web any more; members still reach it. */
  private void cutUplink(Member gate) {
    Host router = lab.net().router();
    router.exec(
        "nft",
        "add table inet cut; add chain inet cut forward { type filter hook forward priority 0; };"
            + " add rule inet cut forward ip saddr %s ip daddr %s drop;"
                .formatted(lab.net().addressOf(gate.host()), TunnelBed.WEB)
            + " add rule inet cut forward iifname %s ip6 daddr %s drop"
                .formatted("br2", TunnelBed.WEB6));
  }

  private void mend(End end, Member gate) {
    switch (end) {
      case KILLED -> gate.start().awaitUp();
      case CABLE_CUT -> cable(gate, "up");
      case UPLINK_CUT -> lab.net().router().exec("nft", "delete", "table", "inet", "cut");
    }
    TunnelBed.awaitOffered(gate);
    Await.until("it works again", SOON_SECONDS, () -> isAlive(gate));
  }

  private boolean isAlive(Member gate) {
    for (var each : lab.traveller().ask("exit-node").path("gateways")) {
      if (each.path("node").asText().equals(gate.node())) {
        return each.path("alive").asBoolean();
      }
    }
    return false;
  }
}
