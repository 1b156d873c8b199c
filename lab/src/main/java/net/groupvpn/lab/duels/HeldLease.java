package net.groupvpn.lab.duels;

import net.groupvpn.overlay.dht.Dht;
import net.groupvpn.overlay.id.NodeId;

/** A lease that an honest member wants to keep; it claims a lost one again. */
final class HeldLease implements Dht.ClaimListener {
  final NodeId key;
  private final DuelNet net;
  private final Peer owner;
  private boolean isHeld;
  private long losses;
  private long heldNanos;
  private long sinceNanos;

  HeldLease(DuelNet net, Peer owner, NodeId key) {
    this.net = net;
    this.owner = owner;
    this.key = key;
  }

  void claim() {
    owner.act(dht -> dht.claim(key, owner.id.toBytes(), this));
  }

  boolean isHeld() {
    return isHeld;
  }

  long losses() {
    return losses;
  }

  /** How long it was held in total. */
  long heldNanos() {
    return heldNanos + (isHeld ? net.nanos() - sinceNanos : 0);
  }

  private void end() {
    if (isHeld) {
      heldNanos += net.nanos() - sinceNanos;
    }
    isHeld = false;
  }

  @Override
  public void onHeld(Dht.Claim claim) {
    isHeld = true;
    sinceNanos = net.nanos();
  }

  @Override
  public void onTaken(Dht.Claim claim, NodeId by) {
    end();
  }

  @Override
  public void onLost(Dht.Claim claim, String reason) {
    losses++;
    end();
    net.after(0, this::claim);
  }
}
