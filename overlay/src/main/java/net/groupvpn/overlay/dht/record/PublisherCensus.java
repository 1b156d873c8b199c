package net.groupvpn.overlay.dht.record;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.groupvpn.overlay.dht.Finding;
import net.groupvpn.overlay.dht.rpc.Committee;
import net.groupvpn.overlay.dht.rpc.DhtContext;
import net.groupvpn.overlay.dht.rpc.DhtOp;
import net.groupvpn.overlay.dht.rpc.Lookup;
import net.groupvpn.overlay.dht.rpc.Rpc;
import net.groupvpn.overlay.dht.rpc.Signed;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.time.TimerName;
import net.groupvpn.overlay.wire.WireException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the committee of a key of whom its nodes keep records. Each signs its answer, and what a
 * quorum denies does not exist. So neither silence, nor one replica, nor whoever carries its
 * answers can have it that nobody has published, or that somebody has.
 */
public final class PublisherCensus {
  /** How long the others may take once a quorum has answered. */
  private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  private record Answer(Signed signed, PublisherList list) {}

  private final DhtContext context;
  private final NodeId key;
  private final Consumer<Finding<Map<NodeId, Long>>> done;
  private final Map<NodeId, Map<NodeId, Long>> votes = new HashMap<>();
  private int outstanding;
  private boolean finished;

  private PublisherCensus(
      DhtContext context, NodeId key, Consumer<Finding<Map<NodeId, Long>>> done) {
    this.context = context;
    this.key = key;
    this.done = done;
  }

  /** Starts; {@code done} follows later, once. */
  public static void start(
      DhtContext context, NodeId key, Consumer<Finding<Map<NodeId, Long>>> done) {
    PublisherCensus census = new PublisherCensus(context, key, done);
    Lookup.startToRead(context, key, replicas -> census.askAll(replicas.committee()));
  }

  private void askAll(Committee committee) {
    outstanding = committee.nodes().size();
    for (NodeId replica : committee.nodes()) {
      context
          .rpc()
          .<Answer>ask(
              replica,
              DhtOp.PUBLISHERS,
              key.toBytes(),
              this::parse,
              answer -> onAnswer(committee, replica, answer));
    }
    if (outstanding == 0) {
      finish(committee);
    }
  }

  private Answer parse(Rpc.Response response) throws WireException {
    Signed signed = Signed.read(response.body());
    response.body().end();
    PublisherList list = PublisherList.ofContent(signed.content(), key, response.requestId());
    return new Answer(signed, list);
  }

  private void onAnswer(Committee committee, NodeId replica, @Nullable Answer answer) {
    if (answer == null || answer.list.hasMore()) {
      onVote(committee);
      return;
    }
    context
        .signatures()
        .identify(
            answer.signed,
            replica,
            signer -> {
              if (signer != null && signer.unit().equals(committee.unitOf(replica))) {
                votes.put(replica, answer.list.versions());
              }
              onVote(committee);
            });
  }

  private void onVote(Committee committee) {
    outstanding--;
    if (outstanding == 0) {
      finish(committee);
    } else if (!finished
        && committee.isQuorum(votes.keySet())
        && !context.engine().isTimerSet(TimerName.GET_GIVE_UP, this)) {
      context.engine().setTimer(TimerName.GET_GIVE_UP, this, GRACE_NANOS, now -> finish(committee));
    }
  }

  private void finish(Committee committee) {
    if (finished) {
      return;
    }
    finished = true;
    context.engine().cancelTimer(TimerName.GET_GIVE_UP, this);
    done.accept(
        committee.isQuorum(votes.keySet()) ? Finding.of(notDenied(committee)) : Finding.unknown());
  }

  /** The newest version of each publisher of which no quorum says that it does not exist. */
  private Map<NodeId, Long> notDenied(Committee committee) {
    Map<NodeId, Long> found = new TreeMap<>();
    for (Map<NodeId, Long> told : votes.values()) {
      told.forEach(
          (publisher, version) -> {
            if (!committee.isQuorum(deniers(publisher, version))) {
              found.merge(publisher, version, Math::max);
            }
          });
    }
    return found;
  }

  private Set<NodeId> deniers(NodeId publisher, long version) {
    Set<NodeId> deniers = new HashSet<>();
    votes.forEach(
        (replica, told) -> {
          if (told.getOrDefault(publisher, Long.MIN_VALUE) < version) {
            deniers.add(replica);
          }
        });
    return deniers;
  }
}
