package net.groupvpn.client.os;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.groupvpn.client.device.NetDevice;
import net.groupvpn.client.device.NetDevices;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The desired state of the client's own device, and how to restore it after somebody else has
 * changed it. Methods block for as long as a command; thread-safe.
 */
public final class OwnDevice {
  private static final Logger LOG = LoggerFactory.getLogger(OwnDevice.class);

  private final MachineSetup setup;
  private final String name;
  private final int mtuBytes;
  private final Set<AddressPrefix> wanted = new LinkedHashSet<>();
  private final Deque<Change> made = new ArrayDeque<>();
  private String place;
  private boolean isGivenBack;

  /** Does nothing yet. */
  public OwnDevice(MachineSetup setup, String name, int mtuBytes) {
    this.setup = setup;
    this.name = name;
    this.place = name;
    this.mtuBytes = mtuBytes;
  }

  /** The system's name of the device. */
  public String name() {
    return name;
  }

  /**
   * Marks it and switches it on.
   *
   * @param alias the mark by which other programs recognise its owner
   */
  public synchronized void bringUp(String alias) throws IOException {
    make(new DeviceChange.Alias(name, alias));
    make(new DeviceChange.Up(name, mtuBytes));
  }

  private void make(Change change) throws IOException {
    made.push(change);
    setup.apply(change);
  }

  /** Gives it an address, now and whenever that is gone. */
  public synchronized void addAddress(AddressPrefix address) throws IOException {
    if (!isGivenBack) {
      wanted.add(address);
      setup.apply(new DeviceChange.Address(place, address));
    }
  }

  /** Removes an address for good. */
  public synchronized void removeAddress(AddressPrefix address) throws IOException {
    wanted.remove(address);
    setup.revert(new DeviceChange.Address(place, address));
  }

  /**
   * Has the addresses where they work: on the bridge that the device belongs to, or on itself. What
   * arrives at a port is the bridge's.
   *
   * @param bridge the device's bridge, or null
   * @return whether they had to be moved
   */
  public synchronized boolean settle(@Nullable NetDevice bridge) throws IOException {
    String next = bridge == null ? name : bridge.name();
    if (isGivenBack || next.equals(place)) {
      return false;
    }
    takeFromPlace();
    place = next;
    for (AddressPrefix address : wanted) {
      setup.apply(new DeviceChange.Address(place, address));
    }
    return true;
  }

  /** The device there may have gone, with its addresses. */
  private void takeFromPlace() {
    for (AddressPrefix address : wanted) {
      DeviceChange.Address there = new DeviceChange.Address(place, address);
      try {
        setup.revert(there);
      } catch (IOException e) {
        LOG.debug("{} is not taken from {}: {}", address, place, e.getMessage());
        setup.forget(there);
      }
    }
  }

  /**
   * Restores whatever differs from the desired state; after {@link #settle}.
   *
   * @param seen the present state of the device
   * @param holder the present state of where its addresses are
   * @param routes the networks reached through it now; null if unknown
   * @param ipv6 whether it can have IPv6 addresses; if not, they are left alone
   * @return the differences found, one text each; empty if there were none
   * @throws IOException if something cannot be restored; the message says why
   */
  public synchronized List<String> repair(
      NetDevice seen, NetDevice holder, @Nullable Set<AddressPrefix> routes, boolean ipv6)
      throws IOException {
    List<String> wrong = new ArrayList<>();
    if (isGivenBack) {
      return wrong;
    }
    if (!seen.isUp()) {
      wrong.add("it was switched off");
    }
    if (seen.mtuBytes() != mtuBytes) {
      wrong.add("its MTU was " + seen.mtuBytes());
    }
    if (!wrong.isEmpty()) {
      setup.apply(new DeviceChange.Up(name, mtuBytes));
    }
    for (AddressPrefix address : wanted) {
      if (!address.isIpv4() && !ipv6) {
        continue;
      }
      if (!has(holder, address.address())) {
        setup.apply(new DeviceChange.Address(place, address));
        wrong.add("its address " + address + " was gone");
      } else if (seen.isUp() && routes != null && !routes.contains(address.network())) {
        setup.apply(new DeviceChange.RouteOfAddress(name, address));
        wrong.add("its route to " + address.network() + " was gone");
      }
    }
    return wrong;
  }

  /**
   * Reverts all changes if the device is still among {@code devices}: a persistent one outlives the
   * program that used it. Nothing is changed after that.
   *
   * @throws IOException if something cannot be reverted; everything else is
   */
  public synchronized void giveBack(NetDevices devices) throws IOException {
    isGivenBack = true;
    if (!place.equals(name)) {
      takeFromPlace();
      wanted.clear();
    }
    wanted.forEach(address -> made.push(new DeviceChange.Address(name, address)));
    wanted.clear();
    if (devices.list().stream().noneMatch(each -> each.name().equals(name))) {
      made.forEach(setup::forget);
      return;
    }
    IOException failure = null;
    for (Change change = made.poll(); change != null; change = made.poll()) {
      try {
        setup.revert(change);
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static boolean has(NetDevice seen, InetAddress address) {
    return seen.addresses().stream().anyMatch(each -> each.address().equals(address));
  }
}
