package net.groupvpn.dhcpdns.machine;

import net.groupvpn.dhcpdns.address.ClaimLoop;
import net.groupvpn.dhcpdns.address.Label;
import net.groupvpn.dhcpdns.address.MemberRecord;
import net.groupvpn.dhcpdns.address.Reservations;
import net.groupvpn.dhcpdns.address.ServiceCounter;
import net.groupvpn.dhcpdns.name.NameLabel;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * Claims for a machine: the names that are tried one after the other. The one that the policy keeps
 * for it comes first, then the last one, then its own with and without a number.
 */
final class MachineName implements ClaimLoop.Candidates<Label> {
  private final HostedMachine machine;
  private final ClaimTools tools;
  private final Label wished;
  private @Nullable Label last;
  private @Nullable Label reserved;
  private Reservations reservations = Reservations.NONE;
  private int number;

  MachineName(HostedMachine machine, ClaimTools tools, Label wished, @Nullable Label last) {
    this.machine = machine;
    this.tools = tools;
    this.wished = wished;
    this.last = last;
  }

  void setReservations(Reservations newReservations) {
    reservations = newReservations;
    reserved = own();
  }

  /** The name that the policy keeps for it, or null. */
  @Nullable Label own() {
    String own = reservations.ownName();
    return own == null ? null : new Label(own);
  }

  boolean mayClaim(Label name) {
    return reservations.mayClaim(name.text());
  }

  @Override
  public Label next() {
    Label first = reserved;
    reserved = null;
    if (first == null) {
      first = last;
      last = null;
    }
    return first != null && mayClaim(first) ? first : nextNumbered();
  }

  private Label nextNumbered() {
    Label candidate = numbered();
    for (int i = 0; i < ClaimLoop.MAX_TRIES_IN_A_ROW && !mayClaim(candidate); i++) {
      candidate = numbered();
    }
    return candidate;
  }

  private Label numbered() {
    return new Label(NameLabel.numbered(wished.text(), ++number));
  }

  @Override
  public NodeId keyOf(Label candidate) {
    return tools.network().keyOfName(candidate);
  }

  @Override
  public byte[] valueOf(Label candidate) {
    NodeId self = tools.overlay().self();
    return new MemberRecord(self, machine.address(), candidate, false).encode();
  }

  @Override
  public void onHeld(Label candidate, long generation) {
    number = 0;
    machine.onName();
  }

  @Override
  public void onTaken(Label candidate) {
    tools.engine().counters().increment(ServiceCounter.NAME_TAKEN);
  }

  @Override
  public void onLost(Label candidate, String reason) {
    last = candidate;
    number = 0;
    machine.onName();
  }

  @Override
  public void onLeft(Label candidate) {
    machine.onName();
  }

  @Override
  public void onExhausted() {
    number = 0;
  }
}
