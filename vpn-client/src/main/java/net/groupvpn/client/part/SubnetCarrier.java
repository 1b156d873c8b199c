package net.groupvpn.client.part;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.groupvpn.client.config.TunnelConfig;
import net.groupvpn.client.device.LinuxBootClock;
import net.groupvpn.client.device.NetDevice;
import net.groupvpn.client.gateway.ForwardingMachine;
import net.groupvpn.client.gateway.GatewayTable;
import net.groupvpn.client.gateway.SubnetTable;
import net.groupvpn.client.os.DefaultRoutes;
import net.groupvpn.client.os.NetworkManagers;
import net.groupvpn.client.os.TableName;
import net.groupvpn.client.tunnel.RepairWatch;
import net.groupvpn.overlay.path.AddressRange;
import net.groupvpn.overlay.policy.SubnetRule;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets members reach the networks behind this machine, and puts back what others take away of that.
 * Belongs to one thread.
 */
final class SubnetCarrier {
  private static final Logger LOG = LoggerFactory.getLogger(SubnetCarrier.class);
  private static final Path PROC = Path.of("/proc");
  private static final String NOTICE = "subnets_carried";

  private final ClientContext context;
  private final SubnetTable table;
  private final ForwardingMachine machine;
  private @Nullable RepairWatch watch;
  private volatile List<AddressRange> carried = List.of();

  private SubnetCarrier(ClientContext context, String device, SubnetTable table) {
    this.context = context;
    this.table = table;
    this.machine =
        new ForwardingMachine(
            context.setup(),
            context.machine().questions(),
            PROC,
            new Around(),
            TableName.ofSubnets(context.config().name()),
            device);
  }

  /** Carries nothing yet. */
  static SubnetCarrier of(ClientContext context, MembershipPart membership, String device) {
    TunnelConfig.Serving serving = context.config().tunnel().serving();
    TunnelConfig.ClientLimits limits =
        serving == null ? TunnelConfig.ClientLimits.DEFAULT : serving.limits();
    GatewayTable.Limits each =
        new GatewayTable.Limits(List.of(), limits.connections(), limits.newPerSecond());
    return new SubnetCarrier(context, device, new SubnetTable(device, membership.network(), each));
  }

  private final class Around implements ForwardingMachine.Surroundings {
    /** Those in one of the networks, and those that lead on to networks behind other routers. */
    @Override
    public List<String> uplinks() throws IOException {
      Set<String> names = new LinkedHashSet<>(DefaultRoutes.devices(PROC.resolve("net")));
      for (NetDevice each : context.machine().devices().list()) {
        boolean isInner =
            each.addresses().stream()
                .map(address -> new AddressRange(address.address(), address.prefixBits()))
                .anyMatch(own -> carried.stream().anyMatch(c -> SubnetRule.overlap(own, c)));
        if (isInner) {
          names.add(each.name());
        }
      }
      return new ArrayList<>(names);
    }

    @Override
    public Set<String> groups() throws IOException {
      return context.surroundings().groups();
    }

    @Override
    public String content() {
      return table.content(carried);
    }
  }

  /** Lets members reach these networks, and no others; false if this machine cannot do that. */
  boolean carry(List<AddressRange> prefixes) {
    carried = List.copyOf(prefixes);
    if (prefixes.isEmpty()) {
      machine.restore();
    }
    String problem = prefixes.isEmpty() ? "" : machine.prepare();
    if (problem.isEmpty()) {
      context.notices().clear(NOTICE);
    } else {
      context
          .notices()
          .raise(NOTICE, "the networks behind this machine are not carried: " + problem);
      machine.restore();
    }
    if (!prefixes.isEmpty() && watch == null) {
      watch();
    }
    return problem.isEmpty();
  }

  private void watch() {
    try {
      RepairWatch started =
          new RepairWatch(
              "the networks behind this machine",
              context.machine().ruleEvents(),
              machine::repair,
              new LinuxBootClock(),
              () -> NetworkManagers.changingRules(PROC));
      started.start();
      watch = started;
    } catch (IOException e) {
      LOG.warn(
          "what others change of the networks behind this machine is noticed late: {}",
          e.getMessage());
    }
  }

  /** Carries nothing any more. */
  void end() {
    if (watch != null) {
      watch.close();
    }
    boolean unused = carry(List.of());
  }
}
