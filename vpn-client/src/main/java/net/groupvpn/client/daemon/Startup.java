package net.groupvpn.client.daemon;

import java.io.IOException;
import net.groupvpn.client.config.ConfigException;
import net.groupvpn.client.enrol.PortalException;
import net.groupvpn.client.part.ClientContext;
import net.groupvpn.client.part.ClockPart;
import net.groupvpn.client.part.DataPlanePart;
import net.groupvpn.client.part.DeviceKeeperPart;
import net.groupvpn.client.part.DevicePart;
import net.groupvpn.client.part.Endpoints;
import net.groupvpn.client.part.EnginePart;
import net.groupvpn.client.part.ExitPart;
import net.groupvpn.client.part.GatewayPart;
import net.groupvpn.client.part.KillSwitchPart;
import net.groupvpn.client.part.LanPart;
import net.groupvpn.client.part.MembershipPart;
import net.groupvpn.client.part.NetworkWatchPart;
import net.groupvpn.client.part.OfferPart;
import net.groupvpn.client.part.OverlayPart;
import net.groupvpn.client.part.Parts;
import net.groupvpn.client.part.PortMappingPart;
import net.groupvpn.client.part.PortPart;
import net.groupvpn.client.part.PortalPart;
import net.groupvpn.client.part.Precautions;
import net.groupvpn.client.part.ResolverPart;
import net.groupvpn.client.part.ServicePart;
import net.groupvpn.client.part.StatePart;
import net.groupvpn.client.part.StreamsPart;
import net.groupvpn.client.part.SubnetPart;
import net.groupvpn.client.request.Requests;
import net.groupvpn.client.request.RunningClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The list of a client's parts, each of which starts as it is added. The parts that a part uses
 * stand above it, and end after it. Nothing waits for other members.
 */
final class Startup {
  private static final Logger LOG = LoggerFactory.getLogger(Startup.class);

  private Startup() {}

  /**
   * Starts all parts of a client.
   *
   * @param parts receives the parts; the caller ends them, even if one of them cannot start
   */
  static RunningClient run(ClientContext context, Parts parts)
      throws ConfigException, PortalException, IOException {
    StatePart state = parts.add(StatePart.open(context));
    KillSwitchPart killSwitch = parts.add(KillSwitchPart.start(context, state));
    context.setup().recover();
    parts.add(Precautions.start(context));
    PortPart port = parts.add(PortPart.open(context));
    MembershipPart membership = parts.add(MembershipPart.establish(context, state, killSwitch));
    DevicePart device = parts.add(DevicePart.open(context, state, membership));
    EnginePart engine = parts.add(EnginePart.build(context, state, membership, device, port));
    DataPlanePart packets = parts.add(DataPlanePart.start(context, membership, device, engine));
    StreamsPart streams = parts.add(StreamsPart.start(context, engine, packets));
    Endpoints endpoints = Endpoints.ofClient(engine, state, streams);
    PortMappingPart mapping = parts.add(PortMappingPart.start(context, engine, streams, endpoints));
    ResolverPart resolver = parts.add(ResolverPart.start(context, membership, device));
    killSwitch.connect(resolver);
    ExitPart exit =
        parts.add(ExitPart.start(context, killSwitch, membership, device, engine, packets));
    OfferPart offers = parts.add(OfferPart.start(state, engine));
    parts.add(OverlayPart.join(context, state, membership, engine, packets, endpoints));
    parts.add(LanPart.start(context, membership, engine));
    parts.add(NetworkWatchPart.start(context, parts));
    parts.add(DeviceKeeperPart.start(context, device, engine, packets));
    parts.add(ClockPart.start(context, membership, engine, endpoints));
    GatewayPart gateway = GatewayPart.start(context, membership, device, engine, exit);
    if (gateway != null) {
      parts.add(gateway);
    }
    SubnetPart subnets =
        parts.add(SubnetPart.start(context, membership, device, engine, packets, killSwitch));
    PortalPart portal = parts.add(PortalPart.start(context, state, membership, engine));
    RunningClient running =
        new RunningClient(context, membership, device, engine, packets, mapping, portal);
    parts.add(
        ControlPart.start(
            context,
            state,
            new Requests(
                running, exit, gateway, offers, subnets, parts, () -> context.stop().accept(0))));
    parts.add(ServicePart.start(device));
    LOG.info("the device {} is there; looking for members", device.deviceName());
    return running;
  }
}
