package net.groupvpn.dhcpdns.address;

import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import net.groupvpn.overlay.dht.LeaseRule;
import net.groupvpn.overlay.dht.rpc.Seat;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.policy.GroupPolicy;
import net.groupvpn.overlay.policy.Reservation;
import org.jspecify.annotations.Nullable;

/**
 * What a policy keeps for whom, as one machine sees it. Replicas ask by key and member, and do not
 * care which of its machines it is. Claimants ask by address or name, and leave alone what is kept
 * for another machine, also of their own member. Pure, immutable.
 */
public final class Reservations implements LeaseRule {
  /** Nothing is reserved. */
  public static final Reservations NONE = new Reservations(null, null);

  private final Map<NodeId, NodeId> units = new HashMap<>();
  private final Set<Ipv4Address> addresses = new HashSet<>();
  private final Set<String> names = new HashSet<>();
  private final @Nullable Ipv4Address ownAddress;
  private final @Nullable String ownName;

  private Reservations(@Nullable Ipv4Address ownAddress, @Nullable String ownName) {
    this.ownAddress = ownAddress;
    this.ownName = ownName;
  }

  /**
   * What {@code policy} means for a machine.
   *
   * @param member its member's account
   * @param device its label, as in its certificate
   */
  public static Reservations of(
      GroupPolicy policy, VirtualNetwork network, String member, String device) {
    Inet4Address own = policy.reservedAddress(member, device);
    Ipv4Address ownAddress = own == null ? null : parse(own);
    boolean isPossible = ownAddress != null && network.isAssignable(ownAddress);
    Reservations all =
        new Reservations(isPossible ? ownAddress : null, policy.reservedName(member, device));
    for (Reservation reservation : policy.content().reservations()) {
      all.add(reservation, network);
    }
    return all;
  }

  private void add(Reservation reservation, VirtualNetwork network) {
    NodeId unit = Seat.unitOf(reservation.member());
    Inet4Address inet = reservation.address();
    if (inet != null) {
      Ipv4Address address = parse(inet);
      addresses.add(address);
      units.put(network.keyOf(address), unit);
    }
    String name = reservation.name();
    if (name != null) {
      names.add(name);
      units.put(network.keyOfName(new Label(name)), unit);
    }
  }

  private static Ipv4Address parse(Inet4Address address) {
    return new Ipv4Address(ByteBuffer.wrap(address.getAddress()).getInt());
  }

  @Override
  public boolean mayHold(NodeId key, NodeId unit) {
    NodeId owner = units.get(key);
    return owner == null || owner.equals(unit);
  }

  /** The address that is kept for this machine, or null. */
  public @Nullable Ipv4Address ownAddress() {
    return ownAddress;
  }

  /** The name that is kept for this machine, or null. */
  public @Nullable String ownName() {
    return ownName;
  }

  /** How many addresses are kept for anybody. */
  int addresses() {
    return addresses.size();
  }

  /** Whether this machine may try to get an address. */
  public boolean mayClaim(Ipv4Address address) {
    return !addresses.contains(address) || address.equals(ownAddress);
  }

  /** Whether this machine may try to get a name. */
  public boolean mayClaim(String name) {
    return !names.contains(name) || name.equals(ownName);
  }
}
