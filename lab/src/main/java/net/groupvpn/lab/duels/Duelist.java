package net.groupvpn.lab.duels;

import java.util.Objects;
import net.groupvpn.overlay.dht.Dht;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/** A member that claims a key, and its events. */
final class Duelist implements Dht.ClaimListener {
  final Peer peer;
  private final Runnable onChange;
  private Dht.@Nullable Claim claim;
  private boolean holds;
  private boolean isOver;

  /** {@code onChange} runs whenever it starts or stops holding the key. */
  Duelist(Peer peer, Runnable onChange) {
    this.peer = peer;
    this.onChange = onChange;
  }

  void claim(NodeId key) {
    peer.act(dht -> claim = dht.claim(key, peer.id.toBytes(), this));
  }

  /** Whether it believes that it owns the key. */
  boolean holds() {
    return holds;
  }

  /** Whether it was refused, or has lost the key: it does not try again. */
  boolean isOver() {
    return isOver;
  }

  void release() {
    holds = false;
    peer.act(dht -> Objects.requireNonNull(claim).release());
  }

  @Override
  public void onHeld(Dht.Claim held) {
    holds = true;
    onChange.run();
  }

  @Override
  public void onTaken(Dht.Claim lost, NodeId by) {
    isOver = true;
  }

  @Override
  public void onLost(Dht.Claim lost, String reason) {
    isOver = true;
    holds = false;
    onChange.run();
  }
}
