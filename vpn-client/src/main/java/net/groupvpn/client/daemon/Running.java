package net.groupvpn.client.daemon;

import net.groupvpn.client.config.ClientConfig;
import net.groupvpn.client.dataplane.DataPlane;
import net.groupvpn.client.enrol.PortalKeeper;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.overlay.io.NodeLoop;

/** The parts of a running client, for those who report on it. */
record Running(
    ClientConfig config,
    Membership membership,
    VirtualNetwork network,
    NodeLoop loop,
    EngineRoom room,
    OwnAddresses addresses,
    DataPlane dataPlane,
    PortalKeeper keeper) {}
