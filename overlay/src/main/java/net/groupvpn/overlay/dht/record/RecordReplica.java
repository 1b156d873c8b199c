package net.groupvpn.overlay.dht.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.dht.Dht;
import net.groupvpn.overlay.dht.record.RecordMessages.Fetch;
import net.groupvpn.overlay.dht.record.RecordMessages.Page;
import net.groupvpn.overlay.dht.record.RecordMessages.Store;
import net.groupvpn.overlay.dht.rpc.DhtContext;
import net.groupvpn.overlay.dht.rpc.DhtOp;
import net.groupvpn.overlay.dht.rpc.RequestDesk;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.time.TimerName;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/**
 * The part of a node that keeps others' records: verifies and stores them, returns them page by
 * page, and passes them on when other nodes have become closer to a key. Only the {@value
 * #ACTIVE_RANKS} closest replicas pass a record on.
 */
public final class RecordReplica {
  private static final int ACTIVE_RANKS = 2;

  /** A replica whose view differs slightly from the publisher's still stores. */
  private static final int STORE_RANKS = Dht.REPLICAS + 4;

  private static final int MAX_HANDOVERS_PER_ROUND = 32;
  private static final long SETTLE_NANOS = TimeUnit.MILLISECONDS.toNanos(1_000);
  private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final DhtContext context;
  private final RecordRule rule;
  private final RecordStore store;

  /** Starts to serve STORE, FETCH and PUBLISHERS. */
  public RecordReplica(DhtContext context, RecordRule rule) {
    this.context = context;
    this.rule = rule;
    this.store = new RecordStore(context.engine().random());
    context.rpc().serve(DhtOp.STORE, this::onStore);
    context.rpc().serve(DhtOp.FETCH, this::onFetch);
    context.rpc().serve(DhtOp.PUBLISHERS, this::onPublishers);
    context.messenger().onSiblingsChanged(() -> scheduleHandover(SETTLE_NANOS));
  }

  /** Records kept now. */
  public int size() {
    return store.size();
  }

  private void onStore(RequestDesk.Request request, WireReader body) throws WireException {
    Store message = Store.read(body);
    SignedRecord record = message.record();
    if (record.isExpired(context.wallMillis())
        || record.ttlMillis() > rule.maxTtlMillis()
        || !isReplicaOf(record.key())
        || context.signatures().isOverloaded()) {
      context.count(OverlayCounter.DROPPED_DHT_RECORD_REFUSED);
      request.respond(answer(false));
      return;
    }
    context
        .signatures()
        .verify(
            record.signed(),
            record.publisher(),
            valid -> {
              if (valid) {
                keepIfAdmitted(request, record, message.remainingMillis());
              }
            });
  }

  private void keepIfAdmitted(
      RequestDesk.Request request, SignedRecord record, long remainingMillis) {
    context
        .engine()
        .work(
            () -> rule.admits(record.key(), record.publisher(), record.value()),
            () -> false,
            admitted -> {
              if (!admitted) {
                context.count(OverlayCounter.DROPPED_DHT_RECORD_RULE);
              }
              request.respond(answer(admitted && keep(record, request.carrier(), remainingMillis)));
            });
  }

  private boolean isReplicaOf(NodeId key) {
    return context.messenger().closestKnown(key, STORE_RANKS).contains(context.self());
  }

  private static byte[] answer(boolean stored) {
    return new WireWriter().flag(stored).toBytes();
  }

  private Carrier carrierOf(@Nullable NodeId peer) {
    return peer == null
        ? Carrier.of(context.self(), null)
        : Carrier.of(peer, context.messenger().networkOf(peer));
  }

  private boolean keep(SignedRecord record, @Nullable NodeId carrier, long remainingMillis) {
    long keepMillis = Math.max(0, Math.min(remainingMillis, record.ttlMillis()));
    store.expire(context.bootNanos());
    RecordStore.Entry entry =
        store.put(
            record,
            carrierOf(carrier),
            context.bootNanos(),
            context.bootNanos() + TimeUnit.MILLISECONDS.toNanos(keepMillis));
    context.engine().counters().add(OverlayCounter.DHT_RECORD_EVICTED, store.takeEvicted());
    if (entry == null) {
      context.count(OverlayCounter.DROPPED_DHT_RECORD_QUOTA);
      return false;
    }
    if (entry.replicas.isEmpty()) {
      entry.replicas.addAll(context.view(record.key()));
    }
    if (!context.engine().isTimerSet(TimerName.RECORD_SWEEP, this)) {
      context.engine().setTimer(TimerName.RECORD_SWEEP, this, SWEEP_NANOS, now -> sweep());
    }
    return true;
  }

  private void onFetch(RequestDesk.Request request, WireReader body) throws WireException {
    Fetch fetch = Fetch.read(body);
    long bootNanos = context.bootNanos();
    List<SignedRecord> found =
        store.find(fetch.key(), fetch.after()).stream()
            .filter(entry -> entry.expiresNanos > bootNanos)
            .map(entry -> entry.record)
            .toList();
    request.respond(Page.of(found, request.maxAnswerBytes()).toBytes());
  }

  private void onPublishers(RequestDesk.Request request, WireReader body) throws WireException {
    NodeId key = body.nodeId();
    body.end();
    if (context.signatures().isOverloaded()) {
      request.postpone();
      return;
    }
    Map<NodeId, Long> versions = new TreeMap<>();
    for (RecordStore.Entry entry : store.find(key, null)) {
      SignedRecord record = entry.record;
      if (entry.expiresNanos > context.bootNanos() && !record.removed()) {
        versions.put(record.publisher(), record.version());
      }
    }
    context
        .signatures()
        .sign(
            PublisherList.of(versions).content(key, request.id()),
            signed -> {
              WireWriter answer = new WireWriter();
              signed.write(answer);
              request.respond(answer.toBytes());
            });
  }

  private void sweep() {
    store.expire(context.bootNanos());
    scheduleHandover(0);
    if (store.size() > 0) {
      context.engine().setTimer(TimerName.RECORD_SWEEP, this, SWEEP_NANOS, now -> sweep());
    }
  }

  private void scheduleHandover(long delayNanos) {
    if (store.size() > 0 && !context.engine().isTimerSet(TimerName.RECORD_HANDOVER, this)) {
      context
          .engine()
          .setTimer(TimerName.RECORD_HANDOVER, this, delayNanos, now -> handOverToNewReplicas());
    }
  }

  private void handOverToNewReplicas() {
    int sent = 0;
    for (RecordStore.Entry entry : store.all()) {
      List<NodeId> fresh = freshReplicas(entry);
      if (sent + fresh.size() > MAX_HANDOVERS_PER_ROUND) {
        scheduleHandover(ROUND_NANOS);
        return;
      }
      sent += fresh.size();
      fresh.forEach(node -> handOver(entry, node));
    }
  }

  private List<NodeId> freshReplicas(RecordStore.Entry entry) {
    NodeId key = entry.record.key();
    List<NodeId> fresh = new ArrayList<>();
    int closerHolders = 0;
    for (NodeId node : context.view(key)) {
      boolean holds = entry.replicas.contains(node) || node.equals(context.self());
      if (!holds) {
        fresh.add(node);
      } else if (key.isCloser(node, context.self())) {
        closerHolders++;
      }
    }
    return closerHolders < ACTIVE_RANKS ? fresh : List.of();
  }

  private void handOver(RecordStore.Entry entry, NodeId to) {
    long remainingNanos = entry.expiresNanos - context.bootNanos();
    byte[] body = new Store(TimeUnit.NANOSECONDS.toMillis(remainingNanos), entry.record).toBytes();
    // Already counts as a replica, so that the next rounds do not send the record again.
    entry.replicas.add(to);
    context
        .rpc()
        .<Boolean>ask(
            to,
            DhtOp.STORE,
            body,
            RecordMessages::readStored,
            stored -> {
              if (stored == null) {
                entry.replicas.remove(to);
              }
            });
  }

  /** Gives every record to the node that replaces this one. */
  public void leave() {
    int sent = 0;
    for (RecordStore.Entry entry : store.all()) {
      for (NodeId node : context.messenger().closestKnown(entry.record.key(), Dht.REPLICAS + 1)) {
        if (!node.equals(context.self())
            && !entry.replicas.contains(node)
            && sent++ < RecordStore.MAX_RECORDS) {
          handOver(entry, node);
        }
      }
    }
  }
}
