package net.groupvpn.gateway.nat;

/** What tells connections apart. Ports are 1 to 65,535. */
record FlowKey(NatAddress member, int memberPort, NatAddress remote, int remotePort) {}
