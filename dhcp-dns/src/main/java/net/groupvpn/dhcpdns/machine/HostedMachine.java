package net.groupvpn.dhcpdns.machine;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.groupvpn.dhcpdns.address.AddressPicker;
import net.groupvpn.dhcpdns.address.ClaimLoop;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Label;
import net.groupvpn.dhcpdns.address.Reservations;
import net.groupvpn.dhcpdns.binding.BoundAddress;
import net.groupvpn.dhcpdns.dhcp.DhcpLease;
import net.groupvpn.overlay.time.TimerName;
import org.jspecify.annotations.Nullable;

/** One machine behind the device, with the address and the name that are claimed for it. */
final class HostedMachine {
  private final String key;
  private final ClaimTools tools;
  private final Runnable onChange;
  private final Label label;
  private final AddressPicker picker;
  private final MachineName names;
  private final ClaimLoop<Ipv4Address> addressLoop;
  private final ClaimLoop<Label> nameLoop;
  private long mac;
  private @Nullable Ipv4Address lastAddress;
  private @Nullable Label lastName;
  private long untilNanos;
  private boolean isConfirmed;
  private @Nullable Consumer<DhcpLease> waiter;

  /**
   * Claims nothing before {@link #start}.
   *
   * @param last what it was, or what it would like to be
   * @param onChange told when its address or name changes
   */
  HostedMachine(ClaimTools tools, Wish last, Runnable onChange) {
    this.key = last.key;
    this.mac = last.mac;
    this.label = last.label;
    this.tools = tools;
    this.onChange = onChange;
    Ipv4Address address = last.address;
    this.lastAddress = address;
    this.lastName = last.name;
    this.picker =
        new AddressPicker(
            tools.network(),
            tools.engine().random(),
            address == null ? List.of() : List.of(address));
    this.names = new MachineName(this, tools, last.label, last.name);
    this.addressLoop =
        ClaimLoop.ofMany(
            tools.overlay(),
            tools.engine(),
            TimerName.ADDRESS_RETRY,
            new MachineAddress(this, tools, picker));
    this.nameLoop = ClaimLoop.ofMany(tools.overlay(), tools.engine(), TimerName.NAME_RETRY, names);
  }

  /**
   * What a machine is to get, if it can be had.
   *
   * @param label the name by which it calls itself
   * @param name the name that it had, perhaps with a number
   */
  record Wish(
      String key, long mac, @Nullable Ipv4Address address, Label label, @Nullable Label name) {}

  void start() {
    addressLoop.start();
    nameLoop.start();
  }

  void onJoined() {
    addressLoop.onJoined();
    nameLoop.onJoined();
  }

  /** Gives everything back. */
  void stop() {
    waiter = null;
    addressLoop.stop();
    nameLoop.stop();
    tools.engine().cancelTimer(TimerName.MACHINE_LEASE, this);
  }

  /** The group's policy keeps these from now on. */
  void setReservations(Reservations reservations) {
    String reason = "the group's policy keeps it for another machine";
    picker.setReservations(reservations);
    addressLoop.keepOnly(reservations::mayClaim, reason);
    Ipv4Address own = reservations.ownAddress();
    addressLoop.wish(own == null || tools.declined().has(own) ? null : own);
    names.setReservations(reservations);
    nameLoop.keepOnly(names::mayClaim, reason);
    nameLoop.wish(names.own());
  }

  /** Holds its lease until then, and tells {@code onEnd}. */
  void keepUntil(long endNanos, Runnable onEnd) {
    untilNanos = endNanos;
    long delayNanos = Math.max(0, endNanos - tools.engine().now().bootNanos());
    tools.engine().setTimer(TimerName.MACHINE_LEASE, this, delayNanos, now -> onEnd.run());
  }

  /** It has been told that the address is its own. */
  void confirm(long newMac) {
    mac = newMac;
    isConfirmed = true;
    rememberAddress();
  }

  private void rememberAddress() {
    Ipv4Address held = addressLoop.held();
    if (held != null) {
      lastAddress = held;
    }
  }

  boolean isConfirmed() {
    return isConfirmed;
  }

  long untilNanos() {
    return untilNanos;
  }

  /** {@code newWaiter} is told the lease once there is one, instead of whoever waited before. */
  void await(Consumer<DhcpLease> newWaiter) {
    waiter = newWaiter;
    serveWaiter();
  }

  private void serveWaiter() {
    DhcpLease lease = lease();
    Consumer<DhcpLease> waiting = waiter;
    if (lease != null && waiting != null) {
      waiter = null;
      waiting.accept(lease);
    }
  }

  /**
   * Something else on the link uses its address: it gets another, even if the policy keeps that one
   * for it.
   */
  void decline(Ipv4Address address) {
    isConfirmed = false;
    addressLoop.wish(null);
    addressLoop.keepOnly(each -> !each.equals(address), "something else uses it");
  }

  void onAddress() {
    rememberAddress();
    nameLoop.updateValue();
    onChange.run();
    serveWaiter();
  }

  void onName() {
    Label held = nameLoop.held();
    if (held != null) {
      lastName = held;
    }
    addressLoop.updateValue();
    onChange.run();
  }

  @Nullable DhcpLease lease() {
    Ipv4Address held = addressLoop.held();
    Label name = name();
    return held == null
        ? null
        : new DhcpLease(held, addressLoop.heldUntilNanos(), name == null ? null : name.text());
  }

  @Nullable Ipv4Address address() {
    return addressLoop.held();
  }

  @Nullable Label name() {
    return nameLoop.held();
  }

  /** The name by which it calls itself. */
  Label label() {
    return label;
  }

  /** What peers are told, or null while it has taken no address. */
  @Nullable BoundAddress bound() {
    Ipv4Address held = isConfirmed ? addressLoop.held() : null;
    return held == null ? null : new BoundAddress(held, addressLoop.generation());
  }

  /** What it has now, or null while it has taken no address or that is not held. */
  @Nullable KnownMachine held() {
    Ipv4Address held = isConfirmed ? addressLoop.held() : null;
    return held == null ? null : known(held, name());
  }

  /**
   * What is remembered of it: the last address and name that it had, although they may just be
   * claimed again; null while it has taken no address.
   */
  @Nullable KnownMachine known() {
    Ipv4Address last = isConfirmed ? lastAddress : null;
    return last == null ? null : known(last, lastName);
  }

  private KnownMachine known(Ipv4Address address, @Nullable Label name) {
    long leftNanos = untilNanos - tools.engine().now().bootNanos();
    long untilMillis = tools.engine().now().wallMillis() + TimeUnit.NANOSECONDS.toMillis(leftNanos);
    return new KnownMachine(key, mac, address, label, name, untilMillis);
  }
}
