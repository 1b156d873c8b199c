package net.groupvpn.lab.natgrid;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.groupvpn.lab.bed.Host;

/** Runs the real miniupnpd (Debian's miniupnpd-nftables) on routers, with one protocol each. */
final class PortMappers {
  private static final long START_SECONDS = 20;
  private static final String TABLE = "inet miniupnpd";

  private final Path directory;
  private final Speaks speaks;

  /** What a router supports. */
  enum Speaks {
    PCP,
    /** Requests of other versions are dropped, as by such routers. */
    NAT_PMP,
    UPNP_IGD
  }

  /** {@code directory} is for files of the bed. */
  PortMappers(Path directory, Speaks speaks) {
    this.directory = directory;
    this.speaks = speaks;
  }

  /** Starts one and waits until it is ready; {@code inside} is the network that it serves. */
  void start(Host router, String inside) {
    router.exec("nft", "-f", write(router, "mapper.nft", rules()));
    Path config = Path.of(write(router, "miniupnpd.conf", config(inside)));
    router
        .start(
            "miniupnpd",
            List.of(
                "miniupnpd",
                "-d",
                "-f",
                config.toString(),
                "-P",
                directory.resolve(router.name() + ".pid").toString()))
        .awaitOutput("starting", START_SECONDS);
  }

  /** Number of ports that lead inside. */
  static int mappedPorts(Host router) {
    return (int) rules(router).lines().filter(line -> line.contains("dnat")).count();
  }

  /** The port mappings, as nftables reports them. */
  static String rules(Host router) {
    return router.exec("nft", "list", "table", "inet", "miniupnpd");
  }

  private String write(Host router, String name, String text) {
    try {
      return Files.writeString(directory.resolve(router.name() + "-" + name), text).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its chains, and an entry through the filter of the lab's NATs. */
  private String rules() {
    String others = speaks == Speaks.NAT_PMP ? "udp dport 5351 @th,64,8 != 0 drop;" : "";
    return """
        table ip lab {
          chain mapper { type filter hook input priority -10; %s }
        }
        insert rule ip lab unasked iifname "lan0" udp dport { 1900, 5351 } accept
        table %s {
          chain forwarded { }
          chain mapped { }
          chain peers { }
          chain forwarding { type filter hook forward priority 0; jump forwarded; }
          chain arriving { type nat hook prerouting priority dstnat; jump mapped; }
          chain leaving { type nat hook postrouting priority srcnat - 1; jump peers; }
        }
        """
        .formatted(others, TABLE);
  }

  private String config(String inside) {
    return """
        ext_ifname=wan0
        listening_ip=lan0
        http_port=0
        enable_natpmp=%s
        enable_upnp=%s
        secure_mode=yes
        upnp_table_name=miniupnpd
        upnp_nat_table_name=miniupnpd
        upnp_forward_chain=forwarded
        upnp_nat_chain=mapped
        upnp_nat_postrouting_chain=peers
        allow 443-65535 %s 443-65535
        deny 0-65535 0.0.0.0/0 0-65535
        """
        .formatted(
            speaks == Speaks.UPNP_IGD ? "no" : "yes",
            speaks == Speaks.UPNP_IGD ? "yes" : "no",
            inside);
  }
}
