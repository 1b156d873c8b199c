package net.groupvpn.simulator.addresses;

import java.util.ArrayList;
import java.util.List;
import net.groupvpn.dhcpdns.address.AddressListener;
import net.groupvpn.dhcpdns.address.AddressService;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.overlay.node.OverlayNode;
import net.groupvpn.simulator.world.SimulatedMachine;
import org.jspecify.annotations.Nullable;

/** One machine with the real address service. Remembers its last address across restarts. */
final class Claimant implements AddressListener {
  private final SimulatedMachine machine;
  private final VirtualNetwork network;
  private final List<Long> waits = new ArrayList<>();
  private @Nullable AddressService service;
  private @Nullable Ipv4Address last;
  private long startedNanos;
  private boolean isWaiting;
  private int returns;
  private int sameAgain;

  /** Begins with the machine's next start. */
  Claimant(SimulatedMachine machine, VirtualNetwork network) {
    this.machine = machine;
    this.network = network;
    machine.observe((itself, node) -> begin(node));
  }

  private void begin(OverlayNode node) {
    List<Ipv4Address> preferred = last == null ? List.of() : List.of(last);
    service = new AddressService(node, machine.engine(), network, preferred, this);
    startedNanos = machine.host().kernel().nanos();
    isWaiting = true;
    service.start();
  }

  @Override
  public void onAddress(Ipv4Address address, long generation) {
    if (isWaiting) {
      isWaiting = false;
      waits.add(machine.host().kernel().nanos() - startedNanos);
      if (last != null) {
        returns++;
        sameAgain += address.equals(last) ? 1 : 0;
      }
    }
    last = address;
  }

  @Override
  public void onAddressLost(Ipv4Address address, String reason) {
    // The next one comes as onAddress.
  }

  int number() {
    return machine.number();
  }

  boolean isUp() {
    return machine.isUp();
  }

  /** The address that it believes to be its own now, or null. */
  @Nullable Ipv4Address held() {
    return machine.isUp() && service != null ? service.address() : null;
  }

  /** How long each start of the machine took to get an address, in nanoseconds. */
  List<Long> waits() {
    return waits;
  }

  /** How often it got an address after a restart. */
  int returns() {
    return returns;
  }

  /** How often that was the one from before. */
  int sameAgain() {
    return sameAgain;
  }
}
