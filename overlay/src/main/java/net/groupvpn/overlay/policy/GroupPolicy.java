package net.groupvpn.overlay.policy;

import java.net.Inet4Address;
import java.util.Arrays;
import java.util.Optional;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.identity.GroupCa;
import net.groupvpn.overlay.identity.IdentityException;
import net.groupvpn.overlay.path.AddressRange;
import org.jspecify.annotations.Nullable;

/**
 * A policy whose signature by the group's CA was verified. Immutable. It has no end: it holds until
 * there is one with a higher number, with or without the portal.
 *
 * <p>On the wire and on disk it is the CA's Ed25519 signature over {@code "groupvpn policy\0"} and
 * the JSON that follows the signature. Members of the JSON that are not known here are ignored, and
 * passed on as they came.
 */
public final class GroupPolicy {
  /** Longest policy that is looked at, with its signature, bytes. */
  public static final int MAX_BYTES = 65_536;

  /** What holds where there is none: no gateways, no subnets, no reservations. */
  public static final GroupPolicy NONE = new GroupPolicy(0, 0, PolicyContent.EMPTY, new byte[0]);

  private final long number;
  private final long madeMillis;
  private final PolicyContent content;
  private final byte[] encoded;
  private final NodeId digest;

  GroupPolicy(long number, long madeMillis, PolicyContent content, byte[] encoded) {
    this.number = number;
    this.madeMillis = madeMillis;
    this.content = content;
    this.encoded = encoded;
    this.digest = NodeId.hash(encoded);
  }

  /**
   * Verifies the signature, then reads. Costly.
   *
   * @throws IdentityException if it is too long, not signed by the CA, or makes no sense
   */
  public static GroupPolicy parse(byte[] encoded, GroupCa ca) throws IdentityException {
    return PolicyReader.read(encoded, ca);
  }

  /** Grows with every policy of the group; 0 for none. */
  public long number() {
    return number;
  }

  /** When it was made, wall time. */
  public long madeMillis() {
    return madeMillis;
  }

  /** With its signature, to be kept and passed on; not a copy. */
  public byte[] encoded() {
    return encoded;
  }

  /** The hash of {@link #encoded}, in the shape of an ID, though it is none. */
  public NodeId digest() {
    return digest;
  }

  /** All that it says. */
  public PolicyContent content() {
    return content;
  }

  /** Whether any machine of the member may be a gateway. */
  public boolean mayBeGateway(String member) {
    return content.gateways().stream().anyMatch(gateway -> gateway.member().equals(member));
  }

  /**
   * Whether this machine of the member may be a gateway. A label is what a machine calls itself: it
   * tells a member's own machines apart, and proves nothing against the member.
   */
  public boolean mayBeGateway(String member, String device) {
    return content.gateways().stream().anyMatch(gateway -> gateway.isMeant(member, device));
  }

  /**
   * Whether the member may announce exactly this subnet. A part of it is another subnet: it would
   * win over the whole, which may be another member's too.
   */
  public boolean mayAnnounce(String member, AddressRange prefix) {
    return content.subnets().contains(new SubnetRight(member, prefix));
  }

  /**
   * What is reserved for a machine: by its label, else for any machine of its member; empty for
   * nothing.
   */
  public Optional<Reservation> reservationOf(String member, String device) {
    return find(member, device).or(() -> find(member, ""));
  }

  private Optional<Reservation> find(String member, String device) {
    return content.reservations().stream()
        .filter(each -> each.member().equals(member) && each.device().equals(device))
        .findFirst();
  }

  /** The address that is reserved for a machine, or null. */
  public @Nullable Inet4Address reservedAddress(String member, String device) {
    return reservationOf(member, device).map(Reservation::address).orElse(null);
  }

  /** The name that is reserved for a machine, or null. */
  public @Nullable String reservedName(String member, String device) {
    return reservationOf(member, device).map(Reservation::name).orElse(null);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof GroupPolicy that && Arrays.equals(encoded, that.encoded);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoded);
  }

  /** Its number, and how much it says. */
  @Override
  public String toString() {
    return "policy %d: %d gateways, %d subnets, %d reservations"
        .formatted(
            number,
            content.gateways().size(),
            content.subnets().size(),
            content.reservations().size());
  }
}
