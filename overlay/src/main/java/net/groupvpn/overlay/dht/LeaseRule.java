package net.groupvpn.overlay.dht;

import net.groupvpn.overlay.id.NodeId;

/**
 * What a replica demands of a claimant beyond its signature. It only ever refuses: who owns a key
 * is still decided by a quorum, so replicas with different rules cannot make two owners. Pure; the
 * engine's thread asks it.
 */
@FunctionalInterface
public interface LeaseRule {
  /** Whoever is admitted to the overlay may hold anything. */
  LeaseRule ANY = (key, unit) -> true;

  /**
   * Whether a member may hold {@code key}.
   *
   * @param unit the claimant's member, as {@link net.groupvpn.overlay.dht.rpc.Seat#unitOf} has it
   */
  boolean mayHold(NodeId key, NodeId unit);
}
