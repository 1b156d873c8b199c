package net.groupvpn.overlay.dht.lease;

import java.util.List;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.dht.Dht;
import net.groupvpn.overlay.dht.rpc.Committee;
import net.groupvpn.overlay.dht.rpc.DhtContext;
import net.groupvpn.overlay.dht.rpc.Lookup;
import net.groupvpn.overlay.dht.rpc.LookupResult;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.time.TimerName;

/**
 * One claim of this node: {@link Acquisition} gets the key, this class keeps it. A failed renewal
 * changes nothing until 0.9 of the lease has passed since the last successful renewal was sent.
 */
final class ClaimMachine implements Dht.Claim {
  /** After a claim: by then, nodes that were joining during it are replicas. */
  private static final long RECHECK_NANOS = TimeUnit.SECONDS.toNanos(1);

  /**
   * Refused renewals in a row before the lease is lost. When two parts of the network have just
   * met, most replicas may come from the other part and not yet know who wins.
   */
  private static final int MAX_REFUSALS = 3;

  private static final long CONFLICT_RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long MAX_RENEW_RETRY_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final int RENEW_RETRIES_PER_LEASE = 40;

  private enum Phase {
    CLAIMING,
    HELD,
    ENDED
  }

  private final DhtContext context;
  private final LeaseTimes times;
  private final OwnEvidence evidence;
  private final ClaimSender sender;
  private final Acquisition acquisition;
  private final ShowPace shows = new ShowPace();
  private final NodeId key;
  private final Dht.ClaimListener listener;
  private final Runnable onEnd;
  private Phase phase = Phase.CLAIMING;
  private long heldUntilNanos;
  private long renewAtNanos;
  private int refusals;
  private boolean isRenewing;
  private boolean mustRenewAgain;

  ClaimMachine(
      DhtContext context,
      LeaseTimes times,
      NodeId key,
      byte[] value,
      Dht.ClaimListener listener,
      Runnable onEnd) {
    this.context = context;
    this.times = times;
    LeaseClient client = new LeaseClient(context, times);
    this.evidence = new OwnEvidence(context, client);
    this.sender = new ClaimSender(context, client, key, value, evidence);
    this.acquisition =
        new Acquisition(
            context,
            client,
            key,
            sender,
            evidence,
            new Acquisition.Listener() {
              @Override
              public void onAcquired(ClaimRound round) {
                beginToHold(round);
              }

              @Override
              public void onTaken(NodeId owner) {
                end();
                listener.onTaken(ClaimMachine.this, owner);
              }

              @Override
              public void onReserved() {
                end();
                listener.onReserved(ClaimMachine.this);
              }
            });
    this.key = key;
    this.listener = listener;
    this.onEnd = onEnd;
  }

  @Override
  public boolean isHeld() {
    return phase == Phase.HELD && context.bootNanos() < heldUntilNanos;
  }

  @Override
  public long generation() {
    return sender.generation();
  }

  @Override
  public long heldUntilNanos() {
    return isHeld() ? heldUntilNanos : 0;
  }

  @Override
  public void update(byte[] newValue) {
    sender.setValue(newValue);
    renew();
  }

  @Override
  public void release() {
    if (phase != Phase.ENDED) {
      end();
      sender.release();
    }
  }

  /** Stops without telling the replicas: the lease lives on for a restart. */
  void abandon() {
    end();
  }

  void begin() {
    acquisition.begin();
  }

  /** At once, or as soon as the step under way has failed. */
  void sendAgain() {
    acquisition.sendAgain();
    renew();
  }

  /**
   * Another owner's verified lease. If it is in force, this one is over at once. Otherwise the
   * replicas that hold the other lease are shown this one, at a limited rate.
   */
  void onOther(LeaseAnswer.Lease other) {
    NodeId owner = other.claim().claimant();
    if (owner.equals(context.self())) {
      return;
    }
    if (phase == Phase.CLAIMING) {
      acquisition.onOther(other);
    } else if (phase == Phase.HELD && evidence.isBeatenBy(other)) {
      sender.release();
      lose("it belongs to " + owner + ", whose lease is better");
    } else if (phase == Phase.HELD) {
      showSoon();
    }
  }

  /** Handles the claim of a rival for the same key; returns this node's side. */
  Contest.Part onRival(SignedClaim rival, LeaseProof proof) {
    if (phase != Phase.HELD) {
      return acquisition.onRival(rival, proof);
    }
    long leftNanos = heldUntilNanos - context.bootNanos();
    return new Contest.Part(LeaseAnswer.Status.TAKEN, evidence.of(sender.latest(), leftNanos));
  }

  /** A lease with few grants, or none, is confirmed by the members that have arrived since. */
  void onSiblingsChanged() {
    if (phase == Phase.HELD && !isRenewing) {
      showIfWeak();
    }
  }

  /**
   * The grants of a confirmation are sent only with the next one. Until then a replica that has
   * forgotten everything, and hears of the lease from others, has no reason to believe it.
   */
  private void showIfWeak() {
    Committee committee = context.committee(key);
    if (evidence.isShownIn(committee)) {
      return;
    }
    if (evidence.isStrongIn(committee)) {
      renewAfter(0);
    } else {
      showSoon();
    }
  }

  private void showSoon() {
    long delayNanos = isRenewing ? ShowPace.NOT_NOW : shows.next(context.bootNanos());
    if (delayNanos != ShowPace.NOT_NOW && context.bootNanos() + delayNanos < renewAtNanos) {
      renewAfter(delayNanos);
    }
  }

  private void beginToHold(ClaimRound round) {
    phase = Phase.HELD;
    hold(round);
    if (sender.hasNewValue()) {
      renew();
    } else if (acquisition.hasSeenOther()) {
      showSoon();
    }
    context.engine().setTimer(TimerName.LEASE_RECHECK, this, RECHECK_NANOS, now -> recheck());
    listener.onHeld(this);
  }

  /** Replicas that were not asked learn of the lease now, not only at the next renewal. */
  private void recheck() {
    Lookup.startToClaim(
        context,
        key,
        replicas -> {
          if (!sender.committee().nodes().containsAll(replicas.committee().nodes())) {
            renew();
          }
        });
  }

  private void hold(ClaimRound round) {
    heldUntilNanos = round.sentNanos() + times.useNanos();
    long now = context.bootNanos();
    context
        .engine()
        .setTimer(
            TimerName.LEASE_STOP, this, heldUntilNanos - now, t -> lose("not renewed in time"));
    renewAfter(round.sentNanos() + times.renewNanos() - now);
  }

  private void renewAfter(long delayNanos) {
    renewAtNanos = context.bootNanos() + delayNanos;
    context.engine().setTimer(TimerName.LEASE_RENEW, this, Math.max(0, delayNanos), t -> renew());
  }

  private void renew() {
    if (phase != Phase.HELD) {
      return;
    }
    if (isRenewing) {
      mustRenewAgain = true;
      return;
    }
    isRenewing = true;
    mustRenewAgain = false;
    Lookup.startToClaim(context, key, this::renewAt);
  }

  private void renewAt(LookupResult replicas) {
    if (phase != Phase.HELD) {
      return;
    }
    if (replicas.answered().isEmpty()) {
      onRenewalFailed(false);
      return;
    }
    sender.ask(replicas.committee());
    sender.confirm(
        new ClaimRound.Listener() {
          @Override
          public void onRound(ClaimRound round) {
            onRenewed(round);
          }

          @Override
          public void onOther(LeaseAnswer.Lease lease) {
            ClaimMachine.this.onOther(lease);
          }
        });
  }

  private void onRenewed(ClaimRound round) {
    if (phase != Phase.HELD) {
      return;
    }
    evidence.add(round);
    NodeId owner = round.namedOwner();
    boolean isRefused = !round.isGranted() && owner != null && round.isTakenByQuorum();
    if (isRefused) {
      refusals++;
    } else if (round.isGranted()) {
      refusals = 0;
    }
    if (round.isReservedByQuorum()) {
      sender.release();
      lose("it is kept for another member now");
    } else if (refusals >= MAX_REFUSALS) {
      sender.release();
      lose("it belongs to " + owner + " after two parts of the network met");
    } else if (!round.isGranted()) {
      onRenewalFailed(owner != null);
    } else {
      isRenewing = false;
      hold(round);
      if (mustRenewAgain) {
        renewAfter(0);
      } else {
        showIfWeak();
      }
    }
  }

  private void onRenewalFailed(boolean hasConflict) {
    isRenewing = false;
    context.count(OverlayCounter.DHT_LEASE_RENEWAL_FAILED);
    long retryNanos = Math.min(MAX_RENEW_RETRY_NANOS, times.leaseNanos() / RENEW_RETRIES_PER_LEASE);
    renewAfter(
        hasConflict || mustRenewAgain ? Math.min(CONFLICT_RETRY_NANOS, retryNanos) : retryNanos);
  }

  private void lose(String reason) {
    if (phase == Phase.HELD) {
      end();
      listener.onLost(this, reason);
    }
  }

  private void end() {
    phase = Phase.ENDED;
    acquisition.end();
    for (TimerName name :
        List.of(TimerName.LEASE_RECHECK, TimerName.LEASE_STOP, TimerName.LEASE_RENEW)) {
      context.engine().cancelTimer(name, this);
    }
    onEnd.run();
  }
}
