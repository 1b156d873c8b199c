package net.groupvpn.client.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.groupvpn.client.os.SystemChange.DefaultOfTable;
import net.groupvpn.client.os.SystemChange.NftTable;
import net.groupvpn.client.os.SystemChange.RouteOfMain;
import net.groupvpn.client.os.SystemChange.Rule;
import net.groupvpn.client.os.SystemChange.Sysctl;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link SystemChange}, looks whether it stands, and takes it back, by {@code ip}, {@code
 * nft} and {@code /proc/sys}. What stands already is not made twice. May block for as long as
 * {@link CommandRunner}; thread-safe.
 */
public final class SystemConfigurator {
  /** What {@link #before} says of things that are there or not. */
  private static final String ABSENT = "absent";

  private static final String PRESENT = "present";

  private final CommandRunner runner;
  private final SystemLook look;

  /** {@code proc} is {@code /proc}. */
  public SystemConfigurator(CommandRunner runner, Path proc) {
    this.runner = runner;
    this.look = new SystemLook(runner, proc);
  }

  /**
   * How it is now, for {@link #undo}.
   *
   * @throws IOException if that cannot be told; the message says why
   */
  public String before(SystemChange change) throws IOException {
    return change instanceof Sysctl sysctl
        ? Files.readString(look.file(sysctl)).strip()
        : look.isSet(change) ? PRESENT : ABSENT;
  }

  /** Makes it so. */
  public void apply(SystemChange change) throws IOException {
    if (change instanceof NftTable table) {
      must(List.of("nft", replacing(table)));
    } else if (!look.isSet(change)) {
      set(change);
    }
  }

  private void set(SystemChange change) throws IOException {
    if (change instanceof Rule rule) {
      must(command(rule, "add"));
    } else if (change instanceof DefaultOfTable route) {
      must(command(route, "replace"));
    } else if (change instanceof RouteOfMain route) {
      must(command(route, "add"));
    } else if (change instanceof Sysctl sysctl) {
      Files.writeString(look.file(sysctl), sysctl.value());
    }
  }

  /** Takes it back if it still stands; whether it did. */
  public boolean undo(SystemChange change, String before) throws IOException {
    boolean isOurs = !before.equals(PRESENT);
    if (!isOurs || !look.isSet(change)) {
      return false;
    }
    if (change instanceof Rule rule) {
      must(command(rule, "del"));
    } else if (change instanceof DefaultOfTable route) {
      must(command(route, "del"));
    } else if (change instanceof RouteOfMain route) {
      must(command(route, "del"));
    } else if (change instanceof Sysctl sysctl) {
      Files.writeString(look.file(sysctl), before);
    } else if (change instanceof NftTable table) {
      must(List.of("nft", "delete", "table", "inet", table.name()));
    }
    return true;
  }

  /** One transaction, whether there is such a table or not. */
  private static String replacing(NftTable table) {
    return "add table inet %1$s; delete table inet %1$s; table inet %1$s {\n%2$s\n}"
        .formatted(table.name(), table.content());
  }

  private static List<String> command(Rule rule, String verb) {
    List<String> command = new ArrayList<>(List.of("ip", rule.family().option(), "rule", verb));
    command.addAll(List.of("priority", Integer.toString(rule.priority())));
    Rule.@Nullable Mark mark = rule.mark();
    if (mark != null) {
      command.addAll(mark.isInverted() ? List.of("not") : List.of());
      command.addAll(List.of("fwmark", mark.toString()));
    }
    command.addAll(List.of("lookup", Integer.toString(rule.table())));
    command.addAll(rule.noDefault() ? List.of("suppress_prefixlength", "0") : List.of());
    return command;
  }

  private static List<String> command(DefaultOfTable route, String verb) {
    List<String> command = new ArrayList<>(List.of("ip", route.family().option(), "route", verb));
    command.addAll(List.of(SystemLook.route(route).split(" ", 0)));
    command.addAll(route.way() == null ? List.of() : List.of("onlink"));
    command.addAll(List.of("table", Integer.toString(route.table())));
    return command;
  }

  private static List<String> command(RouteOfMain route, String verb) {
    List<String> command = new ArrayList<>(List.of("ip", route.family().option(), "route", verb));
    command.addAll(List.of(SystemLook.route(route).split(" ", 0)));
    // A host route's next hop is in the LAN; that of the tunnel is no address of the device's.
    command.addAll(route.via() == null ? List.of() : List.of("onlink"));
    return command;
  }

  private void must(List<String> command) throws IOException {
    CommandRunner.Result result = runner.run(command);
    if (result.exitCode() != 0) {
      boolean isForbidden = result.output().contains("not permitted");
      throw new IOException(
          "`%s` failed (exit %d): %s%s"
              .formatted(
                  firstLine(String.join(" ", command)),
                  result.exitCode(),
                  result.output(),
                  isForbidden ? ". Run as root or give CAP_NET_ADMIN" : ""));
    }
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
