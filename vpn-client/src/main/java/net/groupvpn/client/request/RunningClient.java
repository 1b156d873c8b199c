package net.groupvpn.client.request;

import net.groupvpn.client.config.ClientConfig;
import net.groupvpn.client.dataplane.DataPlane;
import net.groupvpn.client.part.ClientContext;
import net.groupvpn.client.part.DataPlanePart;
import net.groupvpn.client.part.DevicePart;
import net.groupvpn.client.part.EnginePart;
import net.groupvpn.client.part.EngineRoom;
import net.groupvpn.client.part.GroupMembership;
import net.groupvpn.client.part.MembershipPart;
import net.groupvpn.client.part.OwnAddresses;
import net.groupvpn.client.part.PortMappingPart;
import net.groupvpn.client.part.PortalPart;
import net.groupvpn.client.portmap.MappedPorts;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.overlay.io.NodeLoop;
import org.jspecify.annotations.Nullable;

/** The parts of a running client that answers need beyond the parts' own reports. */
public record RunningClient(
    ClientContext context,
    MembershipPart member,
    DevicePart device,
    EnginePart engine,
    DataPlanePart packets,
    PortMappingPart mapping,
    PortalPart portal) {
  ClientConfig config() {
    return context.config();
  }

  GroupMembership membership() {
    return member.membership();
  }

  VirtualNetwork network() {
    return member.network();
  }

  NodeLoop loop() {
    return engine.loop();
  }

  EngineRoom room() {
    return engine.room();
  }

  OwnAddresses addresses() {
    return device.addresses();
  }

  DataPlane dataPlane() {
    return packets.dataPlane();
  }

  /** Null where the configuration turns it off. */
  @Nullable MappedPorts mappedPorts() {
    return mapping.ports();
  }
}
