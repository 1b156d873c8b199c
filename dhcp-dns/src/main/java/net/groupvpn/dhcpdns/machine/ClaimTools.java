package net.groupvpn.dhcpdns.machine;

import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.node.Overlay;

/** What every machine needs to claim anything. */
record ClaimTools(
    Overlay overlay, Engine engine, VirtualNetwork network, DeclinedAddresses declined) {}
