package net.groupvpn.overlay.dht.record;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.groupvpn.overlay.dht.Dht.StoredRecord;
import net.groupvpn.overlay.dht.record.RecordMessages.Fetch;
import net.groupvpn.overlay.dht.record.RecordMessages.Page;
import net.groupvpn.overlay.dht.rpc.DhtContext;
import net.groupvpn.overlay.dht.rpc.DhtOp;
import net.groupvpn.overlay.dht.rpc.Lookup;
import net.groupvpn.overlay.dht.rpc.LookupResult;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.time.TimerName;
import org.jspecify.annotations.Nullable;

/**
 * One get: fetches all pages of all replicas, verifies each different record once, and keeps the
 * newest of each publisher. Once a majority has told everything, the rest gets a short grace.
 */
public final class RecordFinder {
  private static final int MAX_PAGES = 32;
  private static final int MAX_RECORDS = 2_048;
  private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  private final DhtContext context;
  private final NodeId key;
  private final Consumer<List<StoredRecord>> done;
  private final Set<NodeId> seen = new HashSet<>();
  private final Map<NodeId, SignedRecord> newest = new HashMap<>();
  private int fetching;
  private int verifying;
  private boolean finished;

  private RecordFinder(DhtContext context, NodeId key, Consumer<List<StoredRecord>> done) {
    this.context = context;
    this.key = key;
    this.done = done;
  }

  /** Starts one; {@code done} comes later, once. */
  public static void start(DhtContext context, NodeId key, Consumer<List<StoredRecord>> done) {
    RecordFinder finder = new RecordFinder(context, key, done);
    Lookup.start(context, key, finder::fetchFromAll);
  }

  private void fetchFromAll(LookupResult replicas) {
    fetching = replicas.answered().size();
    for (NodeId replica : replicas.answered()) {
      fetch(replica, replicas, null, 1);
    }
    finishIfComplete();
  }

  private void fetch(NodeId replica, LookupResult all, @Nullable NodeId after, int pageNumber) {
    context
        .rpc()
        .<Page>ask(
            replica,
            DhtOp.FETCH,
            new Fetch(key, after).toBytes(),
            response -> Page.read(response.body()),
            page -> onPage(replica, all, page, pageNumber));
  }

  private void onPage(NodeId replica, LookupResult all, @Nullable Page page, int pageNumber) {
    if (page != null) {
      page.records().forEach(this::consider);
      if (page.hasMore() && !page.records().isEmpty() && pageNumber < MAX_PAGES) {
        NodeId last = page.records().get(page.records().size() - 1).publisher();
        fetch(replica, all, last, pageNumber + 1);
        return;
      }
    }
    fetching--;
    if (all.answered().size() - fetching == all.quorum()) {
      context.engine().setTimer(TimerName.GET_GIVE_UP, this, GRACE_NANOS, now -> finish());
    }
    finishIfComplete();
  }

  private void consider(SignedRecord record) {
    SignedRecord known = newest.get(record.publisher());
    if (!record.key().equals(key)
        || record.isExpired(context.wallMillis())
        || (known != null && !record.isNewerThan(known))
        || seen.size() >= MAX_RECORDS
        || !seen.add(digestOf(record))) {
      return;
    }
    verifying++;
    context
        .signatures()
        .verify(
            record.signed(),
            record.publisher(),
            valid -> {
              verifying--;
              if (valid) {
                newest.merge(record.publisher(), record, (a, b) -> b.isNewerThan(a) ? b : a);
              }
              finishIfComplete();
            });
  }

  /** Over the signature too: a forged copy must not hide the true one. */
  private static NodeId digestOf(SignedRecord record) {
    return NodeId.hash(record.signed().signature(), record.signed().content());
  }

  private void finishIfComplete() {
    if (fetching == 0 && verifying == 0) {
      finish();
    }
  }

  private void finish() {
    if (finished) {
      return;
    }
    finished = true;
    context.engine().cancelTimer(TimerName.GET_GIVE_UP, this);
    done.accept(
        newest.values().stream()
            .filter(record -> !record.removed())
            .sorted(
                Comparator.comparingLong(SignedRecord::version)
                    .reversed()
                    .thenComparing(SignedRecord::publisher))
            .map(r -> new StoredRecord(r.publisher(), r.version(), r.value()))
            .toList());
  }
}
