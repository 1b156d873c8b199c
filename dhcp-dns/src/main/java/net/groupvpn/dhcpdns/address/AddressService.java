package net.groupvpn.dhcpdns.address;

import java.util.List;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.engine.Output;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.node.Overlay;
import net.groupvpn.overlay.time.TimerName;
import org.jspecify.annotations.Nullable;

/**
 * Gets and keeps this member's IPv4 address: claims the preferred ones first, then random ones.
 * When the address is lost, the search starts again, with the lost address first. Engine thread
 * only.
 */
public final class AddressService {
  private final Overlay overlay;
  private final Engine engine;
  private final VirtualNetwork network;
  private final AddressPicker picker;
  private final AddressListener listener;
  private final ClaimLoop<Ipv4Address> loop;
  private @Nullable Label label;
  private boolean hasIpv6 = true;

  /**
   * A service that does nothing before {@link #start}.
   *
   * @param preferred tried first, in this order (requested in the configuration, last used);
   *     addresses that no member may have are left out
   */
  public AddressService(
      Overlay overlay,
      Engine engine,
      VirtualNetwork network,
      List<Ipv4Address> preferred,
      AddressListener listener) {
    this.overlay = overlay;
    this.engine = engine;
    this.network = network;
    this.picker = new AddressPicker(network, engine.random(), preferred);
    this.listener = listener;
    this.loop = new ClaimLoop<>(overlay, engine, TimerName.ADDRESS_RETRY, new Addresses());
  }

  /** Starts, at once or when the overlay is joined. */
  public void start() {
    loop.start();
  }

  /** Gives the address back. */
  public void stop() {
    loop.stop();
  }

  /** The address held now, or null. */
  public @Nullable Ipv4Address address() {
    return loop.held();
  }

  /** The generation of the lease held, 0 without one. */
  public long generation() {
    return loop.generation();
  }

  /** Until when the address is held if no renewal succeeds, boot time; 0 without one. */
  public long heldUntilNanos() {
    return loop.heldUntilNanos();
  }

  /**
   * The group's policy keeps these from now on: what it keeps for this machine is claimed before
   * anything else, and what it keeps for others is given back.
   */
  public void setReservations(Reservations newReservations) {
    picker.setReservations(newReservations);
    loop.keepOnly(newReservations::mayClaim, "the group's policy keeps it for another machine");
    loop.wish(newReservations.ownAddress());
  }

  /** Changes the name in the lease, for reverse look-ups; null for none. */
  public void setLabel(@Nullable Label newLabel) {
    label = newLabel;
    loop.updateValue();
  }

  /** Changes whether this member is reached by IPv6. */
  public void setIpv6(boolean isOn) {
    hasIpv6 = isOn;
    loop.updateValue();
  }

  private final class Addresses implements ClaimLoop.Candidates<Ipv4Address> {
    @Override
    public Ipv4Address next() {
      return picker.next();
    }

    @Override
    public NodeId keyOf(Ipv4Address candidate) {
      return network.keyOf(candidate);
    }

    @Override
    public byte[] valueOf(Ipv4Address candidate) {
      return new MemberRecord(overlay.self(), candidate, label, hasIpv6).encode();
    }

    @Override
    public void onHeld(Ipv4Address candidate, long generation) {
      listener.onAddress(candidate, generation);
    }

    @Override
    public void onTaken(Ipv4Address candidate) {
      engine.counters().increment(ServiceCounter.ADDRESS_TAKEN);
      picker.onTaken(candidate);
    }

    @Override
    public void onLeft(Ipv4Address candidate) {
      listener.onAddressLost(candidate, "the one that is kept for this machine is free now");
    }

    @Override
    public void onLost(Ipv4Address candidate, String reason) {
      picker.prefer(candidate);
      listener.onAddressLost(candidate, reason);
    }

    @Override
    public void onExhausted() {
      String text =
          "found no free IPv4 address in %s after %d tries and goes on trying; if it stays so,"
              + " the group needs a larger range";
      engine.emit(
          new Output.Notify(
              "address", text.formatted(network.range(), ClaimLoop.MAX_TRIES_IN_A_ROW)));
    }
  }
}
