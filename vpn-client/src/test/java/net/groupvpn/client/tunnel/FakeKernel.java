package net.groupvpn.client.tunnel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import net.groupvpn.client.os.CommandRunner;

/** Understands what the tunnel asks of {@code ip} and {@code nft}, and keeps it. */
public final class FakeKernel implements CommandRunner {
  private static final Result FINE = new Result(0, "");
  private static final Result FAILED = new Result(1, "no such thing");

  /** As {@code ip} shows them, after the family. */
  public final TreeSet<String> rules = new TreeSet<>();

  /** By family and table. */
  public final Map<String, String> routes = new TreeMap<>();

  /** What was loaded, by name. */
  public final Map<String, String> tables = new TreeMap<>();

  /** Routes of the main table that were added, after the family. */
  public final TreeSet<String> main = new TreeSet<>();

  /** Default routes by family, as {@code ip} shows them. */
  public final Map<String, String> defaults = new TreeMap<>();

  /** Whether it was built with policy routing. */
  public boolean hasRules = true;

  /** All commands that changed something. */
  public final List<String> changes = new ArrayList<>();

  /** Whether it takes tables. */
  public boolean takesTables = true;

  /** Without it nft cannot be run. */
  public boolean hasNft = true;

  @Override
  public Result run(List<String> command) throws IOException {
    if (command.get(0).equals("nft")) {
      return nft(command);
    }
    boolean isShow = command.contains("show") || command.contains("get");
    if (!isShow) {
      changes.add(String.join(" ", command));
    }
    return command.contains("rule") ? rule(command) : route(command);
  }

  private Result nft(List<String> command) throws IOException {
    if (!hasNft) {
      throw new IOException("cannot run `nft`");
    }
    String name = command.get(command.size() - 1);
    if (command.contains("list")) {
      return tables.containsKey(name) ? new Result(0, tables.get(name)) : FAILED;
    }
    changes.add(String.join(" ", command).lines().findFirst().orElse(""));
    if (command.contains("delete")) {
      return tables.remove(name) == null ? FAILED : FINE;
    }
    if (!takesTables) {
      return FAILED;
    }
    String table = command.get(1);
    tables.put(table.split("[ ;]", -1)[3], table);
    return FINE;
  }

  private Result rule(List<String> command) {
    if (!hasRules) {
      return new Result(2, "RTNETLINK answers: Operation not supported");
    }
    String family = command.contains("-6") ? "-6 " : "-4 ";
    int at = command.indexOf("priority");
    String priority = command.get(at + 1);
    List<String> rest = command.subList(at + 2, command.size());
    boolean isNot = rest.contains("not");
    String line =
        family
            + priority
            + ": "
            + (isNot ? "not " : "")
            + "from all "
            + String.join(" ", rest.subList(isNot ? 1 : 0, rest.size()));
    if (command.contains("show")) {
      List<String> shown =
          rules.stream()
              .filter(each -> each.startsWith(family + priority + ":"))
              .map(each -> each.substring(family.length()).replace(": ", ":\t"))
              .toList();
      return new Result(0, String.join("\n", shown));
    }
    boolean isDone = command.contains("add") ? rules.add(line) : rules.remove(line);
    return isDone ? FINE : FAILED;
  }

  /** Of the main table: {@code add} keeps it, by family. */
  private Result routeOfMain(List<String> command) {
    String family = command.get(1) + " ";
    if (command.contains("get")) {
      String device = command.get(command.indexOf("oif") + 1);
      String source = family.equals("-4 ") ? "192.168.1.5" : "2001:db8:1::5";
      return new Result(0, "x via y dev " + device + " src " + source + " uid 0");
    }
    if (command.contains("default")) {
      return new Result(0, defaults.getOrDefault(command.get(1), ""));
    }
    if (command.contains("exact")) {
      String to = command.get(command.size() - 1).replaceAll("/(32|128)$", "");
      List<String> shown =
          main.stream()
              .filter(each -> each.startsWith(family + shortest(to) + " "))
              .map(each -> each.substring(family.length()))
              .toList();
      return new Result(0, String.join("\n", shown));
    }
    String line = family + String.join(" ", command.subList(4, command.size()));
    boolean isDone = command.contains("add") ? main.add(line) : main.remove(line);
    return isDone ? FINE : FAILED;
  }

  private static String shortest(String network) {
    return network.replace("0:0:0:0:0:0:0:0/", "::/").replace("8000:0:0:0:0:0:0:0/", "8000::/");
  }

  private Result route(List<String> command) {
    if (!command.contains("table")) {
      return routeOfMain(command);
    }
    int at = command.indexOf("table");
    String key = command.get(1) + " " + command.get(at + 1);
    if (command.contains("show")) {
      return routes.containsKey(key) ? new Result(0, routes.get(key) + " ") : FAILED;
    }
    if (command.contains("del")) {
      return routes.remove(key) == null ? FAILED : FINE;
    }
    routes.put(key, String.join(" ", command.subList(4, at)));
    return FINE;
  }
}
