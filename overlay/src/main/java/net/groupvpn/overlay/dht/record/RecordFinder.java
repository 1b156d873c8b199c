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
 * One get: fetches all pages of all replicas, verifies each distinct record once, and keeps the
 * newest of each publisher. Once a majority has answered completely, the others get a short grace
 * period. A sample starts at a random publisher at each replica, and fetches a few pages of each.
 */
public final class RecordFinder {
  private static final int MAX_PAGES = 32;

  /** Pages of one replica in a sample, about 18 discovery records each. */
  static final int MAX_SAMPLE_PAGES = 4;

  private static final int MAX_RECORDS = 2_048;
  private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  private final DhtContext context;
  private final NodeId key;
  private final boolean isSample;
  private final Consumer<List<StoredRecord>> done;
  private final Set<NodeId> seen = new HashSet<>();
  private final Map<NodeId, Verified> newest = new HashMap<>();
  private int fetching;
  private int verifying;
  private boolean finished;

  private record Verified(SignedRecord record, NodeId unit) {}

  private RecordFinder(
      DhtContext context, NodeId key, boolean isSample, Consumer<List<StoredRecord>> done) {
    this.context = context;
    this.key = key;
    this.isSample = isSample;
    this.done = done;
  }

  /** Starts a search; {@code done} follows later, once. */
  public static void start(DhtContext context, NodeId key, Consumer<List<StoredRecord>> done) {
    RecordFinder finder = new RecordFinder(context, key, false, done);
    Lookup.start(context, key, finder::fetchFromAll);
  }

  /** The same for a sample. */
  public static void startSample(
      DhtContext context, NodeId key, Consumer<List<StoredRecord>> done) {
    RecordFinder finder = new RecordFinder(context, key, true, done);
    Lookup.start(context, key, finder::fetchFromAll);
  }

  private void fetchFromAll(LookupResult replicas) {
    fetching = replicas.answered().size();
    for (NodeId replica : replicas.answered()) {
      NodeId begin = isSample ? NodeId.random(context.engine().random()) : null;
      fetch(replica, replicas, new Reading(begin, begin, 1));
    }
    finishIfComplete();
  }

  /**
   * Progress in reading one replica's pages.
   *
   * @param begin the publisher after which it began; null for the very first
   * @param after the publisher after which the next page begins
   * @param page the number of that page, from 1
   */
  private record Reading(@Nullable NodeId begin, @Nullable NodeId after, int page) {
    Reading next(@Nullable NodeId last) {
      return new Reading(begin, last, page + 1);
    }
  }

  private void fetch(NodeId replica, LookupResult all, Reading reading) {
    context
        .rpc()
        .<Page>ask(
            replica,
            DhtOp.FETCH,
            new Fetch(key, reading.after()).toBytes(),
            response -> Page.read(response.body()),
            page -> onPage(replica, all, page, reading));
  }

  private void onPage(NodeId replica, LookupResult all, @Nullable Page page, Reading reading) {
    if (page != null) {
      page.records().forEach(this::consider);
      Reading next = next(page, reading);
      if (next != null) {
        fetch(replica, all, next);
        return;
      }
    }
    fetching--;
    if (all.answered().size() - fetching == DhtContext.quorumOf(all.answered().size())) {
      context.engine().setTimer(TimerName.GET_GIVE_UP, this, GRACE_NANOS, now -> finish());
    }
    finishIfComplete();
  }

  /** The page after {@code page}, if it is to be read; a sample wraps around once. */
  private @Nullable Reading next(Page page, Reading reading) {
    if (reading.page() >= (isSample ? MAX_SAMPLE_PAGES : MAX_PAGES)) {
      return null;
    }
    if (page.hasMore() && !page.records().isEmpty()) {
      return reading.next(page.records().get(page.records().size() - 1).publisher());
    }
    boolean isTurning = reading.begin() != null && reading.after() != null;
    return isTurning ? new Reading(null, null, reading.page() + 1) : null;
  }

  private void consider(SignedRecord record) {
    Verified known = newest.get(record.publisher());
    if (!record.key().equals(key)
        || record.isExpired(context.wallMillis())
        || (known != null && !record.isNewerThan(known.record()))
        || seen.size() >= MAX_RECORDS
        || !seen.add(digestOf(record))) {
      return;
    }
    verifying++;
    context
        .signatures()
        .identify(
            record.signed(),
            record.publisher(),
            signer -> {
              verifying--;
              if (signer != null) {
                newest.merge(
                    record.publisher(),
                    new Verified(record, signer.unit()),
                    (a, b) -> b.record().isNewerThan(a.record()) ? b : a);
              }
              finishIfComplete();
            });
  }

  /** Includes the signature: a forged copy must not hide the true record. */
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
            .filter(found -> !found.record().removed())
            .sorted(
                Comparator.comparingLong((Verified found) -> found.record().version())
                    .reversed()
                    .thenComparing(found -> found.record().publisher()))
            .map(RecordFinder::stored)
            .toList());
  }

  private static StoredRecord stored(Verified found) {
    SignedRecord record = found.record();
    return new StoredRecord(record.publisher(), found.unit(), record.version(), record.value());
  }
}
