package net.groupvpn.overlay.session;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import net.groupvpn.overlay.engine.Output;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.record.PeerSnapshot;
import net.groupvpn.overlay.record.RecordOpener;

/** Publishes to the data plane what it needs of one session. */
final class SnapshotPublisher {
  private final SessionContext context;
  private final NodeId peer;
  private final KeyingSet keyings;
  private final PathMtu mtu;
  private final AtomicBoolean revoked = new AtomicBoolean();

  SnapshotPublisher(SessionContext context, NodeId peer, KeyingSet keyings, PathMtu mtu) {
    this.context = context;
    this.peer = peer;
    this.keyings = keyings;
    this.mtu = mtu;
  }

  void publish(Path path) {
    List<RecordOpener> openers =
        keyings.all().stream().<RecordOpener>map(Keying::dataReceive).toList();
    context
        .engine()
        .emit(
            new Output.Publish(
                new PeerSnapshot(
                    peer,
                    keyings.active().peer(),
                    keyings.active().dataSend(),
                    openers,
                    path,
                    mtu.dataBytes(),
                    mtu.isFinal(),
                    revoked)));
  }

  /** All snapshots of the session become void at once, including those in use. */
  void revoke() {
    revoked.set(true);
  }

  void withdraw() {
    context.engine().emit(new Output.Withdraw(peer));
  }
}
