package net.groupvpn.client.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.groupvpn.client.os.SystemChange.DefaultOfTable;
import net.groupvpn.client.os.SystemChange.NftTable;
import net.groupvpn.client.os.SystemChange.RouteOfMain;
import net.groupvpn.client.os.SystemChange.Rule;
import net.groupvpn.client.os.SystemChange.Sysctl;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether a {@link SystemChange} stands; changes nothing. May block for as long as {@link
 * CommandRunner}; thread-safe.
 */
public final class SystemLook {
  /** The kernel's main table of routes. */
  public static final int MAIN_TABLE = 254;

  private final CommandRunner runner;
  private final Path proc;

  /** {@code proc} is {@code /proc}. */
  public SystemLook(CommandRunner runner, Path proc) {
    this.runner = runner;
    this.proc = proc;
  }

  /**
   * Whether the machine is as {@code change} says. Of a table of nftables: whether there is one.
   */
  public boolean isSet(SystemChange change) throws IOException {
    if (change instanceof Rule rule) {
      String wanted = line(rule);
      String priority = Integer.toString(rule.priority());
      String family = rule.family().option();
      return output(List.of("ip", "-N", family, "rule", "show", "priority", priority))
          .lines()
          .anyMatch(line -> line.strip().replaceAll("\\s+", " ").equals(wanted));
    } else if (change instanceof DefaultOfTable route) {
      String wanted = route(route) + " ";
      return routes(route).lines().anyMatch(line -> (line.strip() + " ").startsWith(wanted));
    } else if (change instanceof RouteOfMain route) {
      String wanted = route(route) + " ";
      String to = route.to().toString();
      CommandRunner.Result shown =
          runner.run(List.of("ip", route.family().option(), "route", "show", "exact", to));
      return shown.exitCode() == 0
          && shown.output().lines().anyMatch(line -> (line.strip() + " ").startsWith(wanted));
    } else if (change instanceof Sysctl sysctl) {
      return Files.readString(file(sysctl)).strip().equals(sysctl.value());
    } else if (change instanceof NftTable table) {
      return runner.run(List.of("nft", "list", "table", "inet", table.name())).exitCode() == 0;
    }
    throw new IllegalArgumentException("no way to look at " + change);
  }

  /** What a table of nftables says, as nft writes it, without counts; empty if there is none. */
  public String content(NftTable table) throws IOException {
    CommandRunner.Result result =
        runner.run(List.of("nft", "-s", "list", "table", "inet", table.name()));
    return result.exitCode() == 0 ? result.output() : "";
  }

  /** The same without the elements of sets, which the kernel adds to while packets pass. */
  public String outline(NftTable table) throws IOException {
    CommandRunner.Result result =
        runner.run(List.of("nft", "-s", "-t", "list", "table", "inet", table.name()));
    return result.exitCode() == 0 ? result.output() : "";
  }

  /** As {@code ip -N rule show} prints it. */
  private static String line(Rule rule) {
    Rule.@Nullable Mark mark = rule.mark();
    return rule.priority()
        + ": "
        + (mark != null && mark.isInverted() ? "not " : "")
        + "from all"
        + (mark == null ? "" : " fwmark " + mark)
        + " lookup "
        + rule.table()
        + (rule.noDefault() ? " suppress_prefixlength 0" : "");
  }

  /** How the route begins, for {@code ip} as by {@code ip}. */
  static String route(DefaultOfTable route) {
    DefaultOfTable.@Nullable Way way = route.way();
    return way == null
        ? "unreachable default"
        : "default via %s dev %s src %s"
            .formatted(
                ShortAddress.of(way.gateway()), route.device(), ShortAddress.of(way.source()));
  }

  /** The same of a route of the main table. */
  static String route(RouteOfMain route) {
    String network = ShortAddress.of(route.to().address());
    return (route.isHost() ? network : network + "/" + route.to().prefixBits())
        + (route.via() == null ? "" : " via " + ShortAddress.of(route.via()))
        + " dev "
        + route.device()
        + (route.via() == null && route.to().isIpv4() ? " scope link" : "")
        + (route.source() == null ? "" : " src " + ShortAddress.of(route.source()))
        + " metric "
        + RouteOfMain.METRIC;
  }

  private String routes(DefaultOfTable route) throws IOException {
    // A table without any route is none, for ip, and an error.
    String table = Integer.toString(route.table());
    CommandRunner.Result result =
        runner.run(List.of("ip", route.family().option(), "route", "show", "table", table));
    return result.exitCode() == 0 ? result.output() : "";
  }

  /** Where it stands. */
  public Path file(Sysctl sysctl) {
    return proc.resolve("sys").resolve(sysctl.file());
  }

  private String output(List<String> command) throws IOException {
    CommandRunner.Result result = runner.run(command);
    if (result.exitCode() != 0) {
      throw new IOException(
          "`%s` failed (exit %d): %s"
              .formatted(String.join(" ", command), result.exitCode(), result.output()));
    }
    return result.output();
  }
}
