package net.groupvpn.client.dataplane;

import java.util.Map;
import net.groupvpn.dhcpdns.address.Ipv4Address;

/**
 * The machines behind the device: their addresses, which are this member's too, and their Ethernet
 * addresses. There are few. Immutable; looked up for packets, so it allocates nothing.
 */
public final class MachineTable {
  /** This machine alone. */
  public static final MachineTable NONE = new MachineTable(Map.of());

  /** What {@link #macOf} returns for an address of nobody here. */
  static final long NO_MAC = -1;

  private final int[] addresses;
  private final long[] macs;

  /** The Ethernet addresses by IPv4 address. */
  public MachineTable(Map<Ipv4Address, Long> machines) {
    addresses = new int[machines.size()];
    macs = new long[machines.size()];
    int at = 0;
    for (Map.Entry<Ipv4Address, Long> machine : machines.entrySet()) {
      addresses[at] = machine.getKey().bits();
      macs[at++] = machine.getValue();
    }
  }

  /** The Ethernet address of the machine with that address, or {@link #NO_MAC}. */
  long macOf(int ipv4) {
    for (int i = 0; i < addresses.length; i++) {
      if (addresses[i] == ipv4) {
        return macs[i];
      }
    }
    return NO_MAC;
  }

  /** The address of a machine with that Ethernet address, or 0. */
  int addressOf(long mac) {
    for (int i = 0; i < macs.length; i++) {
      if (macs[i] == mac) {
        return addresses[i];
      }
    }
    return 0;
  }

  /** Number of machines. */
  int size() {
    return addresses.length;
  }

  /** The address of one of them, counted from 0. */
  int address(int number) {
    return addresses[number];
  }

  /** The Ethernet address of one of them, counted from 0. */
  long mac(int number) {
    return macs[number];
  }

  boolean has(int ipv4) {
    return macOf(ipv4) != NO_MAC;
  }

  boolean isEmpty() {
    return addresses.length == 0;
  }
}
