package net.groupvpn.overlay.dht.lease;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.groupvpn.overlay.dht.Dht;
import net.groupvpn.overlay.dht.rpc.DhtContext;
import net.groupvpn.overlay.dht.rpc.DhtOp;
import net.groupvpn.overlay.dht.rpc.RequestDesk;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;

/** All claims of this node, one per key. Hears when another owner has won one. */
public final class Claims {
  /** Most keys that one node claims at a time. */
  public static final int MAX_CLAIMS = LeaseTable.MAX_PER_CLAIMANT;

  private final DhtContext context;
  private final LeaseTimes times;
  private final LeaseClient client;
  private final LeaseReplies replies;
  private final Map<NodeId, ClaimMachine> machines = new TreeMap<>();

  /** Starts to listen for lost claims. */
  public Claims(DhtContext context, LeaseTimes times) {
    this.context = context;
    this.times = times;
    this.client = new LeaseClient(context, times);
    this.replies = new LeaseReplies(context);
    context.rpc().serve(DhtOp.LEASE_LOST, this::onLost);
    context.rpc().serve(DhtOp.CONTEND, this::onContend);
    context
        .messenger()
        .onSiblingsChanged(
            () -> List.copyOf(machines.values()).forEach(ClaimMachine::onSiblingsChanged));
  }

  /** Whether {@link #claim} would start one. */
  public boolean mayClaim(NodeId key) {
    return !machines.containsKey(key) && machines.size() < MAX_CLAIMS;
  }

  /** Starts a claim. */
  public Dht.Claim claim(NodeId key, byte[] value, Dht.ClaimListener listener) {
    if (machines.containsKey(key)) {
      throw new IllegalStateException("this node claims " + key.toHex() + " already");
    }
    if (machines.size() >= MAX_CLAIMS) {
      throw new IllegalStateException(
          "this node has " + MAX_CLAIMS + " claims already; release one first");
    }
    ClaimMachine machine =
        new ClaimMachine(context, times, key, value, listener, () -> machines.remove(key));
    machines.put(key, machine);
    machine.begin();
    return machine;
  }

  /** Sends all claims again without further delay. */
  public void sendAgain() {
    List.copyOf(machines.values()).forEach(ClaimMachine::sendAgain);
  }

  /** Stops renewing everything; the leases live on at the replicas, for a restart. */
  public void stop() {
    List.copyOf(machines.values()).forEach(ClaimMachine::abandon);
  }

  private void onContend(RequestDesk.Request request, WireReader body) throws WireException {
    LeaseMessages.ClaimRequest told = LeaseMessages.ClaimRequest.ofRival(body);
    SignedClaim rival = told.claim();
    if (context.signatures().isOverloaded()) {
      request.postpone();
      return;
    }
    client.verifyClaim(
        rival,
        told.proof(),
        proof -> {
          if (proof != null && !rival.claimant().equals(context.self())) {
            replies.contend(request, rival, partAgainst(rival, proof));
          }
        });
  }

  private Contest.Part partAgainst(SignedClaim rival, LeaseProof proof) {
    ClaimMachine machine = machines.get(rival.key());
    return machine == null ? Contest.Part.NONE : machine.onRival(rival, proof);
  }

  private void onLost(RequestDesk.Request request, WireReader body) throws WireException {
    LeaseMessages.ClaimRequest told = LeaseMessages.ClaimRequest.read(body, DhtOp.CONFIRM);
    SignedClaim winner = told.claim();
    request.respond(new byte[0]);
    ClaimMachine machine = machines.get(winner.key());
    if (machine == null
        || winner.claimant().equals(context.self())
        || context.signatures().isOverloaded()) {
      return;
    }
    client.verifyClaim(
        winner,
        told.proof(),
        proof -> {
          if (proof != null) {
            machine.onOther(new LeaseAnswer.Lease(winner, 0, proof));
          }
        });
  }
}
