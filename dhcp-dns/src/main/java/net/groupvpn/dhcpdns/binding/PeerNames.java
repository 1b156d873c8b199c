package net.groupvpn.dhcpdns.binding;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import net.groupvpn.dhcpdns.address.Label;
import net.groupvpn.dhcpdns.address.LeaseCache;
import net.groupvpn.dhcpdns.address.ServiceCounter;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.overlay.dht.Dht.LeaseView;
import net.groupvpn.overlay.dht.Finding;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.node.Overlay;
import net.groupvpn.overlay.time.TimerName;
import org.jspecify.annotations.Nullable;

/**
 * Peers' names, as they are shown to people. A peer claims a name; the claim is believed once a
 * quorum has confirmed that its node owns the name's lease, so nobody can appear under another
 * member's name. Engine thread only.
 */
public final class PeerNames {
  /** How often to ask again for a name without an owner: its claim may be under way. */
  static final int MAX_CHECKS = 4;

  /** Pause before it is asked for again; doubled each time. */
  static final long FIRST_RECHECK_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** A name that is shown later than this after its proof is checked again. */
  public static final long RECHECK_NANOS = TimeUnit.MINUTES.toNanos(10);

  private record Check(PeerNames names, NodeId peer) {}

  private static final class Claimed {
    private final Label label;
    private boolean isProved;
    private long checkedNanos;

    Claimed(Label label) {
      this.label = label;
    }
  }

  private final Map<NodeId, Claimed> byPeer = new HashMap<>();
  private final Map<Label, NodeId> owners = new HashMap<>();
  private final Overlay overlay;
  private final Engine engine;
  private final VirtualNetwork network;
  private final LeaseCache leases;

  /** {@code leases} must not cache, and bounds the questions. */
  public PeerNames(Overlay overlay, Engine engine, VirtualNetwork network, LeaseCache leases) {
    this.overlay = overlay;
    this.engine = engine;
    this.network = network;
    this.leases = leases;
  }

  /** The peer claims this name; null for none. */
  void onClaim(NodeId peer, @Nullable Label label) {
    Claimed before = byPeer.get(peer);
    if (before != null && before.label.equals(label)) {
      if (!before.isProved) {
        ask(peer, before, 1);
      }
      return;
    }
    remove(peer);
    if (label != null) {
      Claimed claimed = new Claimed(label);
      byPeer.put(peer, claimed);
      ask(peer, claimed, 1);
    }
  }

  /** Checks the peer's name now if it is not proved. */
  void checkUnlessProved(NodeId peer) {
    Claimed claimed = byPeer.get(peer);
    if (claimed != null && !claimed.isProved) {
      ask(peer, claimed, 1);
    }
  }

  /** The session with the peer is over. */
  void remove(NodeId peer) {
    Claimed claimed = byPeer.remove(peer);
    engine.cancelTimer(TimerName.BINDING_NAME, new Check(this, peer));
    if (claimed != null) {
      owners.remove(claimed.label, peer);
    }
  }

  /** The proved name, or null. */
  @Nullable Label of(NodeId peer) {
    Claimed claimed = byPeer.get(peer);
    if (claimed == null || !claimed.isProved) {
      return null;
    }
    if (engine.now().bootNanos() - claimed.checkedNanos >= RECHECK_NANOS) {
      ask(peer, claimed, MAX_CHECKS);
    }
    return claimed.isProved ? claimed.label : null;
  }

  private void ask(NodeId peer, Claimed claimed, int count) {
    claimed.checkedNanos = engine.now().bootNanos();
    leases.findFresh(
        network.keyOfName(claimed.label), finding -> onAnswer(peer, claimed, count, finding));
  }

  private void onAnswer(NodeId peer, Claimed claimed, int count, Finding<LeaseView> finding) {
    if (byPeer.get(peer) != claimed) {
      return;
    }
    LeaseView view = finding.found();
    if (view == null) {
      // If too few nodes answer now, that disproves nothing.
      claimed.isProved &= !finding.isKnown();
      engine.counters().increment(ServiceCounter.BINDING_NAME_UNPROVED);
      askAgain(peer, claimed, count);
    } else if (view.owner().equals(peer)) {
      prove(peer, claimed);
    } else {
      claimed.isProved = false;
      engine.counters().increment(ServiceCounter.DROPPED_BINDING_NAME);
    }
  }

  /** A name has one owner: whoever had it before has lost it. */
  private void prove(NodeId peer, Claimed claimed) {
    claimed.isProved = true;
    NodeId before = owners.put(claimed.label, peer);
    Claimed earlier = before == null || before.equals(peer) ? null : byPeer.get(before);
    if (earlier != null && earlier.label.equals(claimed.label)) {
      earlier.isProved = false;
    }
  }

  private void askAgain(NodeId peer, Claimed claimed, int count) {
    if (count < MAX_CHECKS) {
      engine.setTimer(
          TimerName.BINDING_NAME,
          new Check(this, peer),
          FIRST_RECHECK_NANOS << (count - 1),
          now -> {
            if (byPeer.get(peer) == claimed && overlay.session(peer) != null) {
              ask(peer, claimed, count + 1);
            }
          });
    }
  }
}
