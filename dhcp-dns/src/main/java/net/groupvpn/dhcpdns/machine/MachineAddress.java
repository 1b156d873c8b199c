package net.groupvpn.dhcpdns.machine;

import net.groupvpn.dhcpdns.address.AddressPicker;
import net.groupvpn.dhcpdns.address.ClaimLoop;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.MemberRecord;
import net.groupvpn.dhcpdns.address.ServiceCounter;
import net.groupvpn.overlay.id.NodeId;

/** Claims for a machine: the addresses that are tried one after the other. */
final class MachineAddress implements ClaimLoop.Candidates<Ipv4Address> {
  private static final int MAX_DRAWS = 64;

  private final HostedMachine machine;
  private final ClaimTools tools;
  private final AddressPicker picker;

  MachineAddress(HostedMachine machine, ClaimTools tools, AddressPicker picker) {
    this.machine = machine;
    this.tools = tools;
    this.picker = picker;
  }

  /** If all that are drawn were declined, the last of them is tried: the range is very small. */
  @Override
  public Ipv4Address next() {
    Ipv4Address candidate = picker.next();
    for (int i = 0; i < MAX_DRAWS && tools.declined().has(candidate); i++) {
      candidate = picker.next();
    }
    return candidate;
  }

  @Override
  public NodeId keyOf(Ipv4Address candidate) {
    return tools.network().keyOf(candidate);
  }

  @Override
  public byte[] valueOf(Ipv4Address candidate) {
    NodeId self = tools.overlay().self();
    return new MemberRecord(self, candidate, machine.name(), false).encode();
  }

  @Override
  public void onHeld(Ipv4Address candidate, long generation) {
    machine.onAddress();
  }

  @Override
  public void onTaken(Ipv4Address candidate) {
    tools.engine().counters().increment(ServiceCounter.ADDRESS_TAKEN);
    picker.onTaken(candidate);
  }

  @Override
  public void onLost(Ipv4Address candidate, String reason) {
    machine.onAddress();
  }

  @Override
  public void onLeft(Ipv4Address candidate) {
    machine.onAddress();
  }

  /** The machine asks again; status shows how many addresses were taken. */
  @Override
  public void onExhausted() {}
}
