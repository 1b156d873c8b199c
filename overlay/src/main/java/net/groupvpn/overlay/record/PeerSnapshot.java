package net.groupvpn.overlay.record;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.security.PeerIdentity;

/**
 * What the data plane knows of one peer. Immutable except for the flag; the engine publishes a new
 * one when keys, path or MTU change.
 *
 * @param peer the peer's ID
 * @param identity the peer's identity
 * @param sealer seals DATA records to it
 * @param openers open DATA records from it, newest first; two for a while after a double handshake
 * @param path where to send
 * @param mtuBytes longest plaintext, its kind included, that fits into one record on this path
 * @param isMtuFinal whether the path's MTU is known; otherwise it is still being measured, and more
 *     may fit soon
 * @param revoked set when the peer is no longer trusted; read for every packet
 */
public record PeerSnapshot(
    NodeId peer,
    PeerIdentity identity,
    RecordSealer sealer,
    List<RecordOpener> openers,
    Path path,
    int mtuBytes,
    boolean isMtuFinal,
    AtomicBoolean revoked) {

  public PeerSnapshot {
    openers = List.copyOf(openers);
  }
}
