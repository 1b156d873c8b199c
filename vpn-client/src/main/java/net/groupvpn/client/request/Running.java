package net.groupvpn.client.request;

import net.groupvpn.client.config.ClientConfig;
import net.groupvpn.client.dataplane.DataPlane;
import net.groupvpn.client.enrol.PortalKeeper;
import net.groupvpn.client.part.EngineRoom;
import net.groupvpn.client.part.Membership;
import net.groupvpn.client.part.OwnAddresses;
import net.groupvpn.client.portmap.MappedPorts;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.overlay.io.NodeLoop;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a running client, for those who report on it.
 *
 * @param mappedPorts null where the configuration turns it off
 * @param health what its user should know
 */
public record Running(
    ClientConfig config,
    Membership membership,
    VirtualNetwork network,
    NodeLoop loop,
    EngineRoom room,
    OwnAddresses addresses,
    DataPlane dataPlane,
    PortalKeeper keeper,
    @Nullable MappedPorts mappedPorts,
    Health health) {}
