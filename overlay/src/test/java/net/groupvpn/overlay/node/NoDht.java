package net.groupvpn.overlay.node;

import java.util.List;
import java.util.function.Consumer;
import net.groupvpn.overlay.dht.Dht;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/** For tests of what lies below the hash table. */
final class NoDht implements Dht {
  @Override
  public void put(NodeId key, byte[] value, long ttlNanos, Consumer<Integer> done) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void remove(NodeId key) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void get(NodeId key, Consumer<List<StoredRecord>> done) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Claim claim(NodeId key, byte[] value, ClaimListener listener) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void findLease(NodeId key, Consumer<@Nullable LeaseView> done) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void findClosest(NodeId target, Consumer<@Nullable NodeId> done) {
    throw new UnsupportedOperationException();
  }
}
