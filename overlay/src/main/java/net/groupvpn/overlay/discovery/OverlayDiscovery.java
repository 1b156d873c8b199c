package net.groupvpn.overlay.discovery;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import net.groupvpn.overlay.dht.Dht;
import net.groupvpn.overlay.dht.Dht.StoredRecord;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.routing.Messenger;
import net.groupvpn.overlay.routing.PayloadKind;

/** Discovery in the built-in public overlay: entries in its DHT, signals as ROUTED frames. */
public final class OverlayDiscovery implements PublicDiscovery {
  /** How long an entry lives without a refresh; the DHT refreshes it. */
  public static final long ENTRY_NANOS = 1_800_000_000_000L;

  private final Engine engine;
  private final Dht dht;
  private final Messenger messenger;
  private final DiscoveryKeys keys;

  /** All three belong to the public realm. */
  public OverlayDiscovery(Engine engine, Dht dht, Messenger messenger, DiscoveryKeys keys) {
    this.engine = engine;
    this.dht = dht;
    this.messenger = messenger;
    this.keys = keys;
  }

  @Override
  public void publish(Member self, Consumer<Boolean> done) {
    byte[] nonce = new byte[DiscoveryKeys.NONCE_BYTES];
    engine.random().nextBytes(nonce);
    engine.work(
        () -> DiscoveryEntry.write(keys, self, nonce),
        entry -> dht.put(keys.place(), entry, ENTRY_NANOS, replicas -> done.accept(replicas > 0)));
  }

  @Override
  public void withdraw() {
    dht.remove(keys.place());
  }

  @Override
  public void find(Consumer<List<Member>> done) {
    dht.sample(
        keys.place(),
        records -> {
          List<StoredRecord> drawn = shuffled(records);
          engine.work(() -> genuine(drawn), () -> List.of(), done);
        });
  }

  /**
   * Not the newest first: anyone who knows the group's secret, or once knew it, chooses versions.
   */
  List<StoredRecord> shuffled(List<StoredRecord> records) {
    List<StoredRecord> left = new ArrayList<>(records);
    for (int i = left.size() - 1; i > 0; i--) {
      Collections.swap(left, i, engine.random().nextInt(i + 1));
    }
    return left;
  }

  List<Member> genuine(List<StoredRecord> records) {
    List<Member> members = new ArrayList<>();
    for (StoredRecord stored : records) {
      if (members.size() == MAX_FOUND) {
        break;
      }
      Optional<Member> member = DiscoveryEntry.read(keys, stored.publisher(), stored.value());
      member.filter(found -> !found.publicNode().equals(messenger.self())).ifPresent(members::add);
    }
    return members;
  }

  @Override
  public void signal(NodeId publicNode, byte[] datagram) {
    if (datagram.length > MAX_SIGNAL_BYTES) {
      throw new IllegalArgumentException(
          "a signal has at most " + MAX_SIGNAL_BYTES + " bytes, not " + datagram.length);
    }
    messenger.sendExact(new OverlayPath(publicNode, null), PayloadKind.PRIVATE_FRAME, datagram);
  }

  @Override
  public void onSignal(SignalHandler handler) {
    messenger.handleCarried(
        PayloadKind.PRIVATE_FRAME,
        (source, target, carrier, payload) -> handler.onSignal(source.node(), carrier, payload));
  }
}
