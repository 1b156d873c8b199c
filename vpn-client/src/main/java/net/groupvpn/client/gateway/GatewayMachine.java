package net.groupvpn.client.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
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
import net.groupvpn.client.os.TableName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a gateway changes on its machine: forwarding between its device and those that lead to the
 * Internet, and one table of nftables. Belongs to one thread, but for {@link #counters}.
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
  private final Uplinks uplinks;
  private final String device;
  private final NftTable table;
  private final Deque<Change> done = new ArrayDeque<>();

  /** The devices that lead to the Internet. */
  public interface Uplinks {
    /** Their names, as the default routes are now. */
    List<String> devices();
  }

  /** Changes nothing yet. */
  public GatewayMachine(
      MachineSetup setup,
      CommandRunner runner,
      Uplinks uplinks,
      String network,
      String device,
      GatewayTable content) {
    this.setup = setup;
    this.runner = runner;
    this.uplinks = uplinks;
    this.device = device;
    this.table = new NftTable(TableName.ofGateway(network), content.content(), false);
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
  public String prepare() {
    try {
      for (Change change : changes()) {
        if (!done.contains(change)) {
          done.push(change);
        }
        setup.apply(change);
      }
      return "";
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    // First of all: nothing is forwarded before the table says what may be.
    changes.add(table);
    // Without an address of the link the kernel asks for no neighbour on behalf of others.
    changes.add(new DeviceChange.Address(device, LINK_LOCAL));
    changes.add(new Sysctl("net.ipv4.conf.%s.forwarding".formatted(device), ON));
    for (String uplink : uplinks.devices()) {
      changes.add(new Sysctl("net.ipv4.conf.%s.forwarding".formatted(uplink), ON));
      if (Files.exists(Path.of("/proc/sys/net/ipv6/conf", uplink, "accept_ra"))) {
        changes.add(new Sysctl("net.ipv6.conf.%s.accept_ra".formatted(uplink), RA_ALWAYS));
      }
    }
    if (Files.exists(Path.of("/proc/sys/net/ipv6/conf/all/forwarding"))) {
      changes.add(new Sysctl("net.ipv6.conf.all.forwarding", ON));
    }
    return changes;
  }

  /** Takes everything back, the last first. */
  public void restore() {
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
          runner.run(List.of("nft", "list", "counters", "table", "inet", table.name()));
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
