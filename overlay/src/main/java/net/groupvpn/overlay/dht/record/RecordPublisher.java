package net.groupvpn.overlay.dht.record;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.groupvpn.overlay.dht.record.RecordMessages.Store;
import net.groupvpn.overlay.dht.rpc.DhtContext;
import net.groupvpn.overlay.dht.rpc.DhtOp;
import net.groupvpn.overlay.dht.rpc.Lookup;
import net.groupvpn.overlay.dht.rpc.LookupResult;
import net.groupvpn.overlay.dht.rpc.Signed;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.time.TimerName;
import net.groupvpn.overlay.wire.WireException;
import org.jspecify.annotations.Nullable;

/**
 * This node's own records: signs them, stores them at the replicas, and refreshes them after half
 * their life.
 */
public final class RecordPublisher {
  /** Records that one node publishes at a time. */
  public static final int MAX_PUBLICATIONS = RecordStore.MAX_RECORDS_PER_PUBLISHER;

  private static final long MIN_TTL_MILLIS = 1_000;
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(3);

  private static final class Publication {
    final NodeId key;
    final byte[] value;
    final long ttlMillis;
    final long version;
    boolean removed;

    Publication(NodeId key, byte[] value, long ttlMillis, long version) {
      this.key = key;
      this.value = value;
      this.ttlMillis = ttlMillis;
      this.version = version;
    }
  }

  private final DhtContext context;
  private final Map<NodeId, Publication> publications = new HashMap<>();
  private long lastVersion;

  /** One per node. */
  public RecordPublisher(DhtContext context) {
    this.context = context;
  }

  /** Publishes a record and keeps refreshing it. */
  public void put(NodeId key, byte[] value, long ttlNanos, Consumer<Integer> done) {
    if (!publications.containsKey(key) && publications.size() >= MAX_PUBLICATIONS) {
      throw new IllegalStateException(
          "this node publishes " + MAX_PUBLICATIONS + " records already; remove one first");
    }
    long ttlMillis =
        Math.max(
            MIN_TTL_MILLIS,
            Math.min(TimeUnit.NANOSECONDS.toMillis(ttlNanos), SignedRecord.MAX_TTL_MILLIS));
    Publication publication = new Publication(key, value.clone(), ttlMillis, nextVersion());
    forget(publications.put(key, publication));
    publish(publication, done);
  }

  /** Signs and stores everything again at once. */
  public void publishAgain() {
    publications.values().forEach(publication -> publish(publication, stored -> {}));
  }

  /** Withdraws the record. Replicas remember the withdrawal until the record would have expired. */
  public void remove(NodeId key) {
    Publication publication = publications.remove(key);
    if (publication != null) {
      forget(publication);
      // Includes the value, so that the replicas' rule can be applied to the withdrawal as well.
      Publication removal =
          new Publication(key, publication.value, publication.ttlMillis, nextVersion());
      removal.removed = true;
      publish(removal, stored -> {});
    }
  }

  /** Stops refreshing everything; stored records live on until they expire. */
  public void stop() {
    publications.values().forEach(this::forget);
    publications.clear();
  }

  private void forget(@Nullable Publication publication) {
    if (publication != null) {
      context.engine().cancelTimer(TimerName.RECORD_REFRESH, publication);
    }
  }

  /** Grows across restarts too, as long as the wall clock does. */
  private long nextVersion() {
    lastVersion = Math.max(lastVersion + 1, context.wallMillis());
    return lastVersion;
  }

  private void publish(Publication publication, Consumer<Integer> done) {
    byte[] content =
        SignedRecord.content(
            publication.key,
            context.self(),
            publication.version,
            publication.removed,
            publication.ttlMillis,
            context.wallMillis() + publication.ttlMillis,
            publication.value);
    context
        .signatures()
        .sign(
            content,
            signed ->
                Lookup.start(
                    context,
                    publication.key,
                    replicas -> store(publication, signed, replicas, done)));
  }

  private void store(
      Publication publication, Signed signed, LookupResult replicas, Consumer<Integer> done) {
    byte[] body = new Store(publication.ttlMillis, parse(signed)).toBytes();
    Tally tally =
        new Tally(replicas.answered().size(), stored -> finish(publication, stored, done));
    for (NodeId replica : replicas.answered()) {
      context
          .rpc()
          .<Boolean>ask(replica, DhtOp.STORE, body, RecordMessages::readStored, tally::add);
    }
  }

  private static SignedRecord parse(Signed signed) {
    try {
      return SignedRecord.of(signed);
    } catch (WireException e) {
      throw new IllegalStateException("this node signed a record that it cannot read", e);
    }
  }

  private void finish(Publication publication, int stored, Consumer<Integer> done) {
    if (publications.get(publication.key) == publication) {
      long halfNanos = TimeUnit.MILLISECONDS.toNanos(publication.ttlMillis) / 2;
      context
          .engine()
          .setTimer(
              TimerName.RECORD_REFRESH,
              publication,
              stored > 0 ? halfNanos : Math.min(halfNanos, RETRY_NANOS),
              now -> publish(publication, again -> {}));
    }
    done.accept(stored);
  }

  /** Counts the replicas' answers. */
  private static final class Tally {
    private final Consumer<Integer> done;
    private int outstanding;
    private int stored;

    Tally(int asked, Consumer<Integer> done) {
      this.outstanding = asked;
      this.done = done;
      if (asked == 0) {
        done.accept(0);
      }
    }

    void add(@Nullable Boolean answer) {
      stored += answer != null && answer ? 1 : 0;
      outstanding--;
      if (outstanding == 0) {
        done.accept(stored);
      }
    }
  }
}
