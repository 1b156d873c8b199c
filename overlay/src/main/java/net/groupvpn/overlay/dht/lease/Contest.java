package net.groupvpn.overlay.dht.lease;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.groupvpn.overlay.dht.lease.LeaseAnswer.Lease;
import net.groupvpn.overlay.dht.lease.LeaseAnswer.Status;
import net.groupvpn.overlay.dht.lease.LeaseMessages.ClaimRequest;
import net.groupvpn.overlay.dht.lease.LeaseVerdict.Standing;
import net.groupvpn.overlay.dht.rpc.Committee;
import net.groupvpn.overlay.dht.rpc.DhtContext;
import net.groupvpn.overlay.dht.rpc.DhtOp;
import net.groupvpn.overlay.dht.rpc.Seat;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.time.TimerName;
import org.jspecify.annotations.Nullable;

/**
 * How a claimant with a quorum deals with the rivals that replicas have named: it shows each rival
 * its claim and its grants (CONTEND). Two quorums of a committee may share only liars, who grant
 * both claims, or look-ups may have missed nodes. But if one honest replica that was asked has
 * granted the other claim, one claimant hears of the other, and its question tells both. Then
 * {@link ClaimPriority} decides: the claimant that comes second gives up its grants, whichever of
 * the two asked. A node that already holds the key shows that, and keeps it.
 *
 * <p>Nobody yields to an unproved claim. These rivals block nobody: one that is silent, one whose
 * claim or lease has fewer grants than a quorum, and one that repeatedly gets a quorum but never
 * takes the key.
 */
final class Contest {
  /** How long to wait for the answers of all rivals. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final int MAX_RIVALS = 8;

  /**
   * How often this claimant yields to one member. Counted per member, so that other rivals cannot
   * use up the yields owed to the rival that gets the key.
   */
  private static final int MAX_YIELDS = 2;

  /**
   * Rounds of questions in one attempt: one with the proposal, whatever new rivals appear then, so
   * one is left for the confirmation.
   */
  private static final int MAX_ROUNDS = 2;

  /**
   * What a rival says.
   *
   * @param status TAKEN if it holds the key, PENDING if it claims it, OK if it is in nobody's way
   * @param own its lease or claim, with its proof
   */
  record Part(Status status, @Nullable Lease own) {
    static final Part NONE = new Part(Status.OK, null);
  }

  /** How it ends. */
  interface Listener {
    /**
     * No rival is in the way; {@code asked} tells whether any was asked, and so may have yielded.
     */
    void onCleared(boolean asked);

    /** A rival that claims the key comes first. */
    void onSecond();

    /** {@code owner} holds the key. */
    void onTaken(NodeId owner);
  }

  private final DhtContext context;
  private final LeaseClient client;
  private final NodeId key;

  /** Rivals of earlier attempts are asked again, because replicas may not know of them. */
  private final Set<NodeId> remembered = new TreeSet<>();

  private final Set<NodeId> heard = new TreeSet<>();
  private final Set<NodeId> awaited = new TreeSet<>();
  private @Nullable Listener listener;
  private final Map<NodeId, Integer> yields = new TreeMap<>();
  private int rounds;

  Contest(DhtContext context, LeaseClient client, NodeId key) {
    this.context = context;
    this.client = client;
    this.key = key;
  }

  /** The claim starts again, or is over. */
  void reset() {
    heard.clear();
    awaited.clear();
    rounds = 0;
    listener = null;
    context.engine().cancelTimer(TimerName.CLAIM_CONTEST, this);
  }

  /** Whether a rival with this claim comes first. A rival with a quorum is remembered. */
  boolean mustYield(SignedClaim claim, LeaseProof proof, Committee committee) {
    if (!client.rules().areEnough(proof, committee)) {
      return false;
    }
    NodeId rival = claim.claimant();
    if (remembered.size() < MAX_RIVALS) {
      remembered.add(rival);
    }
    NodeId voice = client.rules().voiceOf(new Seat(rival, proof.unit()));
    return ClaimPriority.isFirst(key, rival, context.self()) && mayYieldTo(voice);
  }

  private boolean mayYieldTo(NodeId voice) {
    int before = yields.getOrDefault(voice, 0);
    if (before >= MAX_YIELDS || (before == 0 && yields.size() >= MAX_RIVALS)) {
      return false;
    }
    yields.put(voice, before + 1);
    return true;
  }

  /**
   * Asks those of {@code rivals} that have not answered yet; reports at once if there are none.
   *
   * @param own this node's claim, with its proof
   * @param generation the generation that this node would have
   */
  void hold(
      Collection<NodeId> rivals,
      Lease own,
      long generation,
      Committee committee,
      Listener toBeTold) {
    List<NodeId> asked =
        Stream.concat(rivals.stream(), remembered.stream())
            .filter(rival -> !rival.equals(context.self()) && !heard.contains(rival))
            .distinct()
            .limit(MAX_RIVALS)
            .toList();
    boolean isConfirmed = own.claim().op() == DhtOp.CONFIRM;
    if (asked.isEmpty() || rounds >= (isConfirmed ? MAX_ROUNDS : MAX_ROUNDS - 1)) {
      toBeTold.onCleared(false);
      return;
    }
    context.count(OverlayCounter.DHT_CLAIM_CONTEST);
    rounds++;
    listener = toBeTold;
    awaited.addAll(asked);
    context
        .engine()
        .setTimer(TimerName.CLAIM_CONTEST, this, PATIENCE_NANOS, now -> endWithoutTheRest());
    byte[] body = new ClaimRequest(own.claim(), own.proof()).toBytes();
    Standing standing = own.proof().standing(own.claim()).inGeneration(generation);
    for (NodeId rival : asked) {
      client.ask(
          rival,
          DhtOp.CONTEND,
          key,
          body,
          answer -> {
            // An earlier attempt may have asked the same rival.
            if (listener == toBeTold) {
              onAnswer(rival, answer, standing, committee);
            }
          });
    }
  }

  private void endWithoutTheRest() {
    remembered.removeAll(awaited);
    end(told -> told.onCleared(true));
  }

  private void onAnswer(
      NodeId rival, @Nullable LeaseAnswer answer, Standing own, Committee committee) {
    if (!awaited.remove(rival)) {
      return;
    }
    heard.add(rival);
    if (answer == null) {
      remembered.remove(rival);
    }
    Lease its = answer == null ? null : answer.lease();
    boolean isItsOwn = its != null && its.claim().claimant().equals(rival);
    if (its != null && isItsOwn && isInForce(its, own, committee)) {
      end(l -> l.onTaken(rival));
    } else if (its != null && isItsOwn && mustYield(its.claim(), its.proof(), committee)) {
      end(Listener::onSecond);
    } else if (awaited.isEmpty()) {
      end(l -> l.onCleared(true));
    }
  }

  /**
   * A lease that was given back does not count: replicas that have granted this node's claim as
   * well have a later word. Nor does one that was only proposed and then dropped.
   */
  private boolean isInForce(Lease its, Standing own, Committee committee) {
    long grants = its.proof().standing(its.claim()).confirmationsBeside(own);
    return its.claim().op() == DhtOp.CONFIRM
        && its.toldMillis() > 0
        && client.rules().areEnough(grants, its.proof().unit(), committee);
  }

  private void end(Consumer<Listener> how) {
    Listener told = listener;
    listener = null;
    heard.addAll(awaited);
    awaited.clear();
    context.engine().cancelTimer(TimerName.CLAIM_CONTEST, this);
    if (told != null) {
      how.accept(told);
    }
  }
}
