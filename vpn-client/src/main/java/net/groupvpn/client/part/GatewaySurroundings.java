package net.groupvpn.client.part;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import net.groupvpn.client.gateway.ForwardingMachine;
import net.groupvpn.client.gateway.GatewayTable;
import net.groupvpn.client.gateway.OwnNetworks;
import net.groupvpn.client.os.DefaultRoutes;
import net.groupvpn.overlay.policy.SubnetRule;

/** The machine around a gateway, as it is at each look. */
record GatewaySurroundings(ClientContext context, OwnSubnets own, GatewayTable table)
    implements ForwardingMachine.Surroundings {
  private static final Path PROC_NET = Path.of("/proc/net");

  @Override
  public List<String> uplinks() throws IOException {
    return DefaultRoutes.devices(PROC_NET).stream().sorted().toList();
  }

  @Override
  public Set<String> groups() throws IOException {
    return context.surroundings().groups();
  }

  @Override
  public String content() throws IOException {
    return table.content(
        OwnNetworks.of(context.machine().devices().list()),
        own.allowed().stream().map(SubnetRule::text).toList());
  }
}
