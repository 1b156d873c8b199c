package net.groupvpn.client.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.groupvpn.client.os.AddressPrefix;
import net.groupvpn.client.os.Change;
import net.groupvpn.client.os.CommandRunner;
import net.groupvpn.client.os.DeviceChange;
import net.groupvpn.client.os.DeviceName;
import net.groupvpn.client.os.MachineSetup;
import net.groupvpn.client.os.SystemChange.NftTable;
import net.groupvpn.client.os.SystemChange.Sysctl;
import net.groupvpn.client.os.SystemLook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a machine that carries members' packets changes on itself: forwarding between its device and
 * those by which the packets leave, and one table of nftables. That is made anew only when somebody
 * has changed it, or it is to say something else: its counters and what it knows of each client
 * last. What was not forwarded before is not forwarded now, but for members' packets: the table
 * says that, too. Thread-safe; methods block for as long as the system's commands take.
 */
public final class ForwardingMachine {
  private static final Logger LOG = LoggerFactory.getLogger(ForwardingMachine.class);
  private static final Pattern COUNTER =
      Pattern.compile("counter (\\w+) \\{\\s*packets (\\d+) bytes (\\d+)");
  private static final String ON = "1";
  private static final AddressPrefix LINK_LOCAL = linkLocal();

  private static final int LINK_LOCAL_BITS = 64;

  /** Router advertisements are taken although this machine forwards. */
  private static final String RA_ALWAYS = "2";

  private static final String FORWARDING = "forwarding";
  private static final Sysctl ALL4 = new Sysctl("net.ipv4.conf.all.forwarding", ON);
  private static final Sysctl ALL6 = new Sysctl("net.ipv6.conf.all.forwarding", ON);

  private final MachineSetup setup;
  private final CommandRunner runner;
  private final Path proc;
  private final SystemLook look;
  private final Surroundings surroundings;
  private final String tableName;
  private final String device;
  private final DeviceChange.Address linkAddress;
  private final Deque<Change> done = new ArrayDeque<>();

  /** Devices from which IPv4 packets are forwarded because this has switched that on. */
  private final Set<String> switched4 = new TreeSet<>();

  /** Whether IPv6 is forwarded because this has switched that on. */
  private boolean switched6;

  /** Whether the whole machine forwarded IPv4 before. */
  private boolean wasRouter4;

  /** As nft shows the table after it was made; empty if it was not. */
  private String outline = "";

  private String content = "";

  /** The machine as it is now. */
  public interface Surroundings {
    /** Names of the devices by which members' packets leave. */
    List<String> uplinks() throws IOException;

    /** Names of groups' devices, this one's too: tables of theirs say what they forward. */
    Set<String> groups() throws IOException;

    /** The chains for members' packets, with a counter {@code refused}, in nft's language. */
    String content() throws IOException;
  }

  /**
   * Changes nothing yet.
   *
   * @param proc {@code /proc}
   * @param tableName of the table of nftables
   * @param device members' packets come from there
   */
  public ForwardingMachine(
      MachineSetup setup,
      CommandRunner runner,
      Path proc,
      Surroundings surroundings,
      String tableName,
      String device) {
    this.setup = setup;
    this.runner = runner;
    this.proc = proc;
    this.look = new SystemLook(runner, proc);
    this.surroundings = surroundings;
    this.tableName = tableName;
    this.device = device;
    this.linkAddress = new DeviceChange.Address(device, LINK_LOCAL);
  }

  private static AddressPrefix linkLocal() {
    try {
      return new AddressPrefix(InetAddress.getByName("fe80::1"), LINK_LOCAL_BITS);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes this machine forward, also again where that was undone; why it cannot, or nothing. */
  public synchronized String prepare() {
    try {
      List<Sysctl> settings = settings();
      noteSwitched(settings);
      // First of all: nothing is forwarded before the table says what may be.
      String unused = keepTable();
      // Without an address of the link the kernel asks for no neighbour on behalf of others.
      make(linkAddress);
      for (Sysctl setting : settings) {
        make(setting);
      }
      return "";
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /**
   * Puts back what somebody has taken away since {@link #prepare}, and has the table say what it is
   * to say now.
   *
   * @return what was wrong, one text each
   * @throws IOException if it cannot be put back
   */
  public synchronized List<String> repair() throws IOException {
    List<String> wrong = new ArrayList<>();
    if (done.isEmpty()) {
      return wrong;
    }
    List<Sysctl> undone = new ArrayList<>();
    for (Change change : done) {
      if (change instanceof Sysctl setting && isUndone(setting)) {
        undone.add(setting);
      }
    }
    noteSwitched(undone);
    String problem = keepTable();
    if (!problem.isEmpty()) {
      wrong.add(problem);
    }
    if (done.contains(linkAddress) && isAddressMissing()) {
      setup.apply(linkAddress);
      wrong.add("its address " + LINK_LOCAL);
    }
    for (Sysctl setting : undone) {
      setup.apply(setting);
      wrong.add("its setting " + setting.name());
    }
    return wrong;
  }

  /** Where the device, or IPv6, has gone nothing is missing. */
  private boolean isAddressMissing() throws IOException {
    Path addresses = proc.resolve("net/if_inet6");
    if (!Files.exists(addresses)
        || !Files.exists(look.file(Sysctl.ofDevice("ipv4", device, FORWARDING, ON)))) {
      return false;
    }
    String start = HexFormat.of().formatHex(LINK_LOCAL.address().getAddress()) + " ";
    return Files.readAllLines(addresses).stream()
        .noneMatch(line -> line.startsWith(start) && line.endsWith(" " + device));
  }

  /** Where a device has gone there is no setting of it any more. */
  private boolean isUndone(Sysctl setting) throws IOException {
    try {
      return !look.isSet(setting);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** What was wrong with the table; empty if nothing, or if it was made for the first time. */
  private String keepTable() throws IOException {
    String wanted = surroundings.content() + betweenOthers();
    NftTable table = new NftTable(tableName, wanted, false);
    boolean isFirst = outline.isEmpty();
    boolean stands = !isFirst && look.outline(table).equals(outline);
    if (stands && wanted.equals(content)) {
      return "";
    }
    done.removeIf(change -> change instanceof NftTable);
    done.addLast(table);
    setup.apply(table);
    content = wanted;
    outline = look.outline(table);
    return isFirst || stands ? "" : "its table " + tableName + " of nftables";
  }

  /** What is about to be switched on. */
  private void noteSwitched(List<Sysctl> settings) throws IOException {
    for (Sysctl setting : settings) {
      if (isUndone(setting)) {
        switched6 |= setting.equals(ALL6);
        setting.ofDevice("ipv4", FORWARDING).ifPresent(switched4::add);
      }
    }
    wasRouter4 |= done.isEmpty() && isRouter4();
  }

  /** Whether somebody lets the whole machine forward IPv4, which this never does. */
  private boolean isRouter4() throws IOException {
    return Files.exists(look.file(ALL4)) && look.isSet(ALL4);
  }

  /** A machine that was no router becomes none for its neighbours. */
  private String betweenOthers() throws IOException {
    Set<String> groups = new TreeSet<>(surroundings.groups());
    groups.add(device);
    Set<String> from4 = new TreeSet<>(switched4);
    from4.removeAll(groups);
    if (isRouter4() && !wasRouter4) {
      from4.clear(); // Somebody else made it one since.
    }
    String rest = "ct state != { established, related } counter name refused drop";
    String ours = quoted(groups);
    return "\n  chain between_others {\n"
        + "    type filter hook forward priority filter; policy accept;\n"
        + (from4.isEmpty()
            ? ""
            : "    meta nfproto ipv4 iifname { %s } oifname != { %s } %s\n"
                .formatted(quoted(from4), ours, rest))
        + (switched6
            ? "    meta nfproto ipv6 iifname != { %1$s } oifname != { %1$s } %2$s\n"
                .formatted(ours, rest)
            : "")
        + "  }\n";
  }

  private static String quoted(Set<String> names) {
    return names.stream().map(name -> '"' + name + '"').collect(Collectors.joining(", "));
  }

  private void make(Change change) throws IOException {
    if (!done.contains(change)) {
      done.push(change);
    }
    setup.apply(change);
  }

  private List<Sysctl> settings() throws IOException {
    List<Sysctl> settings = new ArrayList<>();
    settings.add(Sysctl.ofDevice("ipv4", device, FORWARDING, ON));
    for (String uplink : surroundings.uplinks()) {
      if (DeviceName.isGood(uplink) && !uplink.equals(device)) {
        settings.add(Sysctl.ofDevice("ipv4", uplink, FORWARDING, ON));
        if (Files.exists(proc.resolve("sys/net/ipv6/conf").resolve(uplink).resolve("accept_ra"))) {
          settings.add(Sysctl.ofDevice("ipv6", uplink, "accept_ra", RA_ALWAYS));
        }
      }
    }
    if (Files.exists(look.file(ALL6))) {
      settings.add(ALL6);
    }
    return settings;
  }

  /** Takes everything back, the last first. */
  public synchronized void restore() {
    outline = "";
    while (!done.isEmpty()) {
      Change change = done.pop();
      try {
        setup.revert(change);
      } catch (IOException e) {
        LOG.warn("{} is not taken back: {}", change, e.getMessage());
      }
    }
    switched4.clear();
    switched6 = false;
    wasRouter4 = false;
  }

  /** Packets by what became of them. */
  public SortedMap<String, Long> counters() {
    SortedMap<String, Long> counters = new TreeMap<>();
    try {
      CommandRunner.Result result =
          runner.run(List.of("nft", "list", "counters", "table", "inet", tableName));
      Matcher matcher = COUNTER.matcher(result.output());
      while (matcher.find()) {
        counters.put(matcher.group(1), Long.valueOf(matcher.group(2)));
      }
    } catch (IOException e) {
      LOG.debug("the counters of {} cannot be read: {}", tableName, e.getMessage());
    }
    return counters;
  }
}
