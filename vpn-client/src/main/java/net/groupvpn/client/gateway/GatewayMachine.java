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
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.groupvpn.client.os.AddressPrefix;
import net.groupvpn.client.os.Change;
import net.groupvpn.client.os.CommandRunner;
import net.groupvpn.client.os.DeviceChange;
import net.groupvpn.client.os.MachineSetup;
import net.groupvpn.client.os.SystemChange.NftTable;
import net.groupvpn.client.os.SystemChange.Sysctl;
import net.groupvpn.client.os.SystemLook;
import net.groupvpn.client.os.TableName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a gateway changes on its machine: forwarding between its device and those that lead to the
 * Internet, and one table of nftables. That is made anew only when somebody has changed it, or the
 * machine is in other networks: its counters and what it knows of each client last. Thread-safe;
 * methods block for as long as the system's commands take.
 */
public final class GatewayMachine {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayMachine.class);
  private static final Pattern COUNTER =
      Pattern.compile("counter (\\w+) \\{\\s*packets (\\d+) bytes (\\d+)");
  private static final String ON = "1";
  private static final AddressPrefix LINK_LOCAL = linkLocal();

  private static final int LINK_LOCAL_BITS = 64;

  /** Router advertisements are taken although this machine forwards. */
  private static final String RA_ALWAYS = "2";

  private final MachineSetup setup;
  private final CommandRunner runner;
  private final Path proc;
  private final SystemLook look;
  private final Networks networks;
  private final String network;
  private final String device;
  private final GatewayTable content;
  private final Deque<Change> done = new ArrayDeque<>();

  /** As nft shows the table after it was made; empty if it was not. */
  private String outline = "";

  private OwnNetworks closed = OwnNetworks.NONE;

  /** The networks around this machine. */
  public interface Networks {
    /** Names of the devices that lead to the Internet, as the default routes are now. */
    List<String> uplinks() throws IOException;

    /** Those that it is in now. */
    OwnNetworks own() throws IOException;
  }

  /** Changes nothing yet; {@code proc} is {@code /proc}. */
  public GatewayMachine(
      MachineSetup setup,
      CommandRunner runner,
      Path proc,
      Networks networks,
      String network,
      String device,
      GatewayTable content) {
    this.setup = setup;
    this.runner = runner;
    this.proc = proc;
    this.look = new SystemLook(runner, proc);
    this.networks = networks;
    this.network = network;
    this.device = device;
    this.content = content;
  }

  private static AddressPrefix linkLocal() {
    try {
      return new AddressPrefix(InetAddress.getByName("fe80::1"), LINK_LOCAL_BITS);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Members' packets come from there. */
  public String device() {
    return device;
  }

  /** Makes this machine forward, also again where that was undone; why it cannot, or nothing. */
  public synchronized String prepare() {
    try {
      // First of all: nothing is forwarded before the table says what may be.
      String unused = keepTable();
      for (Change change : changes()) {
        make(change);
      }
      return "";
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /**
   * Puts back what somebody has taken away since {@link #prepare}, and closes the networks that
   * this machine has come into.
   *
   * @return what was wrong, one text each
   * @throws IOException if it cannot be put back
   */
  public synchronized List<String> repair() throws IOException {
    List<String> wrong = new ArrayList<>();
    if (done.isEmpty()) {
      return wrong;
    }
    String problem = keepTable();
    if (!problem.isEmpty()) {
      wrong.add(problem);
    }
    for (Change change : List.copyOf(done)) {
      if (change instanceof Sysctl sysctl && isUndone(sysctl)) {
        setup.apply(sysctl);
        wrong.add("its setting " + sysctl.name());
      }
    }
    return wrong;
  }

  /** Where a device has gone there is no setting of it any more. */
  private boolean isUndone(Sysctl sysctl) throws IOException {
    try {
      return !look.isSet(sysctl);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** What was wrong with the table; empty if nothing, or if it was made for the first time. */
  private String keepTable() throws IOException {
    OwnNetworks own = networks.own();
    NftTable table = table(own);
    boolean isFirst = outline.isEmpty();
    boolean stands = !isFirst && look.outline(table).equals(outline);
    if (stands && own.equals(closed)) {
      return "";
    }
    done.removeIf(change -> change instanceof NftTable);
    done.addLast(table);
    setup.apply(table);
    closed = own;
    outline = look.outline(table);
    return isFirst || stands ? "" : "its table " + table.name() + " of nftables";
  }

  private NftTable table(OwnNetworks own) {
    return new NftTable(TableName.ofGateway(network), content.content(own), false);
  }

  private void make(Change change) throws IOException {
    if (!done.contains(change)) {
      done.push(change);
    }
    setup.apply(change);
  }

  private List<Change> changes() throws IOException {
    List<Change> changes = new ArrayList<>();
    // Without an address of the link the kernel asks for no neighbour on behalf of others.
    changes.add(new DeviceChange.Address(device, LINK_LOCAL));
    changes.add(new Sysctl("net.ipv4.conf.%s.forwarding".formatted(device), ON));
    for (String uplink : networks.uplinks()) {
      changes.add(new Sysctl("net.ipv4.conf.%s.forwarding".formatted(uplink), ON));
      if (Files.exists(proc.resolve("sys/net/ipv6/conf").resolve(uplink).resolve("accept_ra"))) {
        changes.add(new Sysctl("net.ipv6.conf.%s.accept_ra".formatted(uplink), RA_ALWAYS));
      }
    }
    if (Files.exists(proc.resolve("sys/net/ipv6/conf/all/forwarding"))) {
      changes.add(new Sysctl("net.ipv6.conf.all.forwarding", ON));
    }
    return changes;
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
  }

  /** Packets by what became of them. */
  public SortedMap<String, Long> counters() {
    SortedMap<String, Long> counters = new TreeMap<>();
    try {
      CommandRunner.Result result =
          runner.run(
              List.of("nft", "list", "counters", "table", "inet", TableName.ofGateway(network)));
      Matcher matcher = COUNTER.matcher(result.output());
      while (matcher.find()) {
        counters.put(matcher.group(1), Long.valueOf(matcher.group(2)));
      }
    } catch (IOException e) {
      LOG.debug("the gateway's counters cannot be read: {}", e.getMessage());
    }
    return counters;
  }
}
