package net.groupvpn.client.part;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import net.groupvpn.client.dataplane.MachineTable;
import net.groupvpn.client.enrol.StateStore;
import net.groupvpn.client.os.AddressPrefix;
import net.groupvpn.client.os.OwnDevice;
import net.groupvpn.dhcpdns.GroupServices;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.binding.RouteSnapshot;
import net.groupvpn.dhcpdns.machine.KnownMachine;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the results of the member's services to the data plane, the device and the disk. Called
 * on the engine thread; slow work happens on another thread, in order.
 */
public final class OwnAddresses implements GroupServices.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(OwnAddresses.class);

  private final Device device;
  private final StateStore store;
  private final Executor slow;
  private final MachineSaves saves;
  private volatile @Nullable Packets packets;
  private volatile @Nullable Ipv4Address address;
  private volatile @Nullable String name;
  private volatile List<KnownMachine> machines = List.of();
  private volatile RouteSnapshot routes = RouteSnapshot.EMPTY;
  private final List<Watcher> watchers = new ArrayList<>();
  private @Nullable Ipv4Address usable;

  /**
   * The device to configure.
   *
   * @param prefixBits prefix length of the group's IPv4 range
   */
  record Device(OwnDevice own, int prefixBits) {
    AddressPrefix prefixed(Ipv4Address address) {
      return new AddressPrefix(address.toInetAddress(), prefixBits);
    }
  }

  /**
   * Setters of the data plane, and the way back to the engine; for any thread.
   *
   * @param ownAddress this member's address, or null for none
   * @param machines the machines behind the device
   * @param engine runs something on the engine thread
   */
  record Packets(
      Consumer<@Nullable Ipv4Address> ownAddress,
      Consumer<RouteSnapshot> routes,
      Consumer<MachineTable> machines,
      Executor engine) {}

  /** Called on the slow thread, in order, once the device has the address, or has none. */
  public interface Watcher {
    /** {@code address} is usable from now on; null for none. */
    void onUsable(@Nullable Ipv4Address address);
  }

  OwnAddresses(Device device, StateStore store, Executor slow, MachineSaves saves) {
    this.device = device;
    this.store = store;
    this.slow = slow;
    this.saves = saves;
  }

  /** Connects the data plane; before the engine starts. */
  void connect(Packets dataPlane) {
    packets = dataPlane;
  }

  /** Tells {@code watcher} from now on, and at once if there is a usable address. */
  public void watch(Watcher watcher) {
    slow.execute(
        () -> {
          watchers.add(watcher);
          if (usable != null) {
            watcher.onUsable(usable);
          }
        });
  }

  private void tell(@Nullable Ipv4Address now) {
    usable = now;
    watchers.forEach(watcher -> watcher.onUsable(now));
  }

  /** This member's IPv4 address, or null. Any thread. */
  public @Nullable Ipv4Address address() {
    return address;
  }

  /** This member's name, or null. Any thread. */
  public @Nullable String name() {
    return name;
  }

  /** The proved owners of addresses. Any thread. */
  public Map<NodeId, Ipv4Address> peersAddresses() {
    Map<NodeId, Ipv4Address> owners = new HashMap<>();
    routes.forEach4((bits, owner, expiry) -> owners.put(owner, new Ipv4Address(bits)));
    return owners;
  }

  @Override
  public void onAddress(Ipv4Address held, long generation) {
    address = held;
    slow.execute(() -> use(held));
  }

  private void use(Ipv4Address held) {
    try {
      device.own.addAddress(device.prefixed(held));
      if (!held.equals(address)) {
        return; // Lost while the device was being configured; it is removed next.
      }
      packets().ownAddress.accept(held);
      LOG.info("this machine is {} on {}", held, device.own.name());
      store.saveLastAddress(held.toString());
      tell(held);
    } catch (IOException e) {
      LOG.error("the address {} cannot be used: {}", held, e.getMessage());
    }
  }

  @Override
  public void onAddressLost(Ipv4Address lost, String reason) {
    address = null;
    packets().ownAddress.accept(null);
    LOG.warn("the address {} is lost ({}); looking for another", lost, reason);
    slow.execute(() -> giveUp(lost));
  }

  /** Reports it again: the loss may have come in the middle of {@link #use}. */
  private void giveUp(Ipv4Address lost) {
    packets().ownAddress.accept(null);
    try {
      device.own.removeAddress(device.prefixed(lost));
    } catch (IOException e) {
      LOG.warn("the address {} cannot be removed: {}", lost, e.getMessage());
    }
    if (address == null) {
      tell(null);
    }
  }

  @Override
  public void onName(String label) {
    name = label;
    LOG.info("this machine is called {}", label);
    slow.execute(() -> remember(label));
  }

  private void remember(String label) {
    try {
      store.saveLastName(label);
    } catch (IOException e) {
      LOG.warn("the name {} is not remembered: {}", label, e.getMessage());
    }
  }

  @Override
  public void onNameLost(String label, String reason) {
    name = null;
    LOG.warn("the name {} is lost ({}); looking for another", label, reason);
  }

  @Override
  public void onMachines(
      List<KnownMachine> held, List<KnownMachine> known, Consumer<Boolean> kept) {
    machines = held;
    Map<Ipv4Address, Long> macs = new HashMap<>();
    held.forEach(machine -> macs.put(machine.address(), machine.mac()));
    packets().machines.accept(new MachineTable(macs));
    saves.save(known, kept, packets().engine);
  }

  /** In router mode, the machines behind this one. Any thread. */
  public List<KnownMachine> machines() {
    return machines;
  }

  @Override
  public void onRoutes(RouteSnapshot newest) {
    routes = newest;
    packets().routes.accept(newest);
  }

  private Packets packets() {
    Packets connected = packets;
    if (connected == null) {
      throw new IllegalStateException("not connected yet");
    }
    return connected;
  }
}
