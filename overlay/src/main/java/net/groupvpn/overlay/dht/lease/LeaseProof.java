package net.groupvpn.overlay.dht.lease;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import net.groupvpn.overlay.dht.Dht;
import net.groupvpn.overlay.dht.rpc.DhtContext;
import net.groupvpn.overlay.dht.rpc.Signatures;
import net.groupvpn.overlay.dht.rpc.Signed;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;

/**
 * The signed answers by which replicas granted a claim. They go along with a confirmed lease, so
 * that whoever meets two of them can tell one that a quorum granted from one that its claimant just
 * signed.
 *
 * @param grants the answers, of PROPOSE or of an earlier CONFIRM
 * @param strength how many different nodes granted it as far as that was verified here, at most
 *     {@link #MAX_GRANTS}
 */
record LeaseProof(List<Signed> grants, int strength) {
  /** More than a quorum of the usual number of replicas proves nothing more. */
  static final int MAX_GRANTS = DhtContext.quorumOf(Dht.REPLICAS);

  /** A claim with its proof, bytes: an answer that carries both still fits into one message. */
  static final int MAX_BYTES = 4_600;

  static final LeaseProof NONE = new LeaseProof(List.of(), 0);

  private static final int MAX_GRANT_BYTES = 200;

  /** As many of {@code grants} as fit beside {@code claim}. */
  static LeaseProof of(Collection<Signed> grants, SignedClaim claim) {
    List<Signed> fitting = new ArrayList<>();
    int bytes = claim.signed().wireBytes();
    for (Signed grant : grants) {
      bytes += grant.wireBytes();
      if (fitting.size() == MAX_GRANTS || bytes > MAX_BYTES) {
        break;
      }
      fitting.add(grant);
    }
    return new LeaseProof(List.copyOf(fitting), 0);
  }

  void write(WireWriter writer) {
    writer.u8(grants.size());
    grants.forEach(grant -> grant.write(writer));
  }

  /** Reads what {@link #write} wrote after {@code claim}; nothing is verified yet. */
  static LeaseProof read(WireReader reader, SignedClaim claim) throws WireException {
    int count = reader.count(MAX_GRANTS);
    List<Signed> grants = new ArrayList<>(count);
    int bytes = claim.signed().wireBytes();
    for (int i = 0; i < count; i++) {
      Signed grant = Signed.read(reader, MAX_GRANT_BYTES);
      bytes += grant.wireBytes();
      grants.add(grant);
    }
    if (bytes > MAX_BYTES) {
      throw new WireException("a lease with too long a proof");
    }
    return new LeaseProof(List.copyOf(grants), 0);
  }

  /** Finds out the strength. */
  void verify(SignedClaim claim, Signatures signatures, Consumer<LeaseProof> done) {
    List<Signed> fitting = grants.stream().filter(g -> LeaseAnswer.isGrant(g, claim)).toList();
    if (fitting.isEmpty()) {
      done.accept(new LeaseProof(grants, 0));
    } else {
      signatures.signers(fitting, signers -> done.accept(new LeaseProof(grants, signers.size())));
    }
  }

  LeaseProof orStronger(LeaseProof other) {
    return other.strength > strength ? other : this;
  }
}
