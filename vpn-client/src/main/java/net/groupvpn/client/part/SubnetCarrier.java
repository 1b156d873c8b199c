package net.groupvpn.client.part;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.groupvpn.client.device.NetDevice;
import net.groupvpn.client.gateway.SubnetTable;
import net.groupvpn.client.os.Change;
import net.groupvpn.client.os.DefaultRoutes;
import net.groupvpn.client.os.SystemChange.NftTable;
import net.groupvpn.client.os.SystemChange.Sysctl;
import net.groupvpn.client.os.TableName;
import net.groupvpn.overlay.path.AddressRange;
import net.groupvpn.overlay.policy.SubnetRule;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a machine with networks behind it changes on itself: forwarding between its device and those
 * networks, and one table of nftables. Belongs to one thread.
 */
final class SubnetCarrier {
  private static final Logger LOG = LoggerFactory.getLogger(SubnetCarrier.class);
  private static final Path PROC_NET = Path.of("/proc/net");
  private static final Path IPV6_FORWARDING = Path.of("/proc/sys/net/ipv6/conf/all/forwarding");
  private static final String NOTICE = "subnets_carried";
  private static final String ON = "1";

  /** Router advertisements are taken although this machine forwards. */
  private static final String RA_ALWAYS = "2";

  private final ClientContext context;
  private final String device;
  private final SubnetTable table;
  private final Deque<Change> done = new ArrayDeque<>();
  private List<AddressRange> carried = List.of();

  private SubnetCarrier(ClientContext context, String device, SubnetTable table) {
    this.context = context;
    this.device = device;
    this.table = table;
  }

  /** Carries nothing yet. */
  static SubnetCarrier of(ClientContext context, MembershipPart membership, String device) {
    return new SubnetCarrier(context, device, new SubnetTable(device, membership.network()));
  }

  /** Lets members reach these networks, and no others; false if this machine cannot do that. */
  boolean carry(List<AddressRange> prefixes) {
    if (!prefixes.equals(carried)) {
      restore();
    }
    carried = List.copyOf(prefixes);
    if (prefixes.isEmpty()) {
      context.notices().clear(NOTICE);
      return true;
    }
    try {
      for (Change change : changes()) {
        if (!done.contains(change)) {
          done.push(change);
        }
        context.setup().apply(change);
      }
      context.notices().clear(NOTICE);
      return true;
    } catch (IOException e) {
      context
          .notices()
          .raise(NOTICE, "the networks behind this machine are not carried: " + e.getMessage());
      restore();
      return false;
    }
  }

  private List<Change> changes() throws IOException {
    List<Change> changes = new ArrayList<>();
    // First of all: nothing is forwarded before the table says what may be.
    changes.add(
        new NftTable(TableName.ofSubnets(context.config().name()), table.content(carried), false));
    changes.add(new Sysctl("net.ipv4.conf.%s.forwarding".formatted(device), ON));
    for (String inner : innerDevices()) {
      changes.add(new Sysctl("net.ipv4.conf.%s.forwarding".formatted(inner), ON));
      if (Files.exists(Path.of("/proc/sys/net/ipv6/conf", inner, "accept_ra"))) {
        changes.add(new Sysctl("net.ipv6.conf.%s.accept_ra".formatted(inner), RA_ALWAYS));
      }
    }
    if (Files.exists(IPV6_FORWARDING)) {
      changes.add(new Sysctl("net.ipv6.conf.all.forwarding", ON));
    }
    return changes;
  }

  /** Those in one of the networks, and those that lead on to networks behind other routers. */
  private Set<String> innerDevices() throws IOException {
    Set<String> names = new LinkedHashSet<>(DefaultRoutes.devices(PROC_NET));
    for (NetDevice each : context.machine().devices().list()) {
      boolean isInner =
          each.addresses().stream()
              .map(address -> new AddressRange(address.address(), address.prefixBits()))
              .anyMatch(own -> carried.stream().anyMatch(c -> SubnetRule.overlap(own, c)));
      if (isInner) {
        names.add(each.name());
      }
    }
    names.remove(device);
    return names;
  }

  private void restore() {
    while (!done.isEmpty()) {
      Change change = done.pop();
      try {
        context.setup().revert(change);
      } catch (IOException e) {
        LOG.warn("{} is not taken back: {}", change, e.getMessage());
      }
    }
  }
}
