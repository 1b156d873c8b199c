package net.groupvpn.overlay.dht.lease;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.groupvpn.overlay.dht.Dht;
import net.groupvpn.overlay.dht.rpc.Signatures;
import net.groupvpn.overlay.dht.rpc.Signed;
import net.groupvpn.overlay.dht.rpc.SignedBy;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;

/**
 * The signed answers by which replicas granted a claim. They travel with a confirmed lease. So a
 * node that meets two leases can tell one that others granted from one that only its claimant
 * signed.
 *
 * @param grants the answers, of PROPOSE or of an earlier CONFIRM
 * @param unit the claimant's member; the claimant itself until that is verified
 * @param granters the units whose grants are {@linkplain ValidGrants valid}, as far as verified
 *     here
 * @param confirmers those granters that granted a CONFIRM
 * @param isBacked whether a quorum may stand behind it, in a group with all its members present
 * @param oldestMillis signing time of the claim that the oldest valid grant answers, wall time
 */
record LeaseProof(
    List<Signed> grants,
    NodeId unit,
    Set<NodeId> granters,
    Set<NodeId> confirmers,
    boolean isBacked,
    long oldestMillis) {
  /** There are no more replicas than this. */
  static final int MAX_GRANTS = Dht.REPLICAS;

  /**
   * Longest claim with its proof, bytes: an answer that carries both still fits into one message.
   */
  static final int MAX_BYTES = 4_600;

  private static final int MAX_GRANT_BYTES = 200;

  /** A claim of {@code claimant} without any grants. */
  static LeaseProof none(NodeId claimant) {
    return new LeaseProof(List.of(), claimant, Set.of(), Set.of(), false, Long.MAX_VALUE);
  }

  /** As many of the valid {@code grants} as fit with {@code claim} into one message. */
  static LeaseProof of(
      Collection<SignedBy> grants, SignedClaim claim, NodeId unit, ValidGrants rules) {
    List<SignedBy> fitting = new ArrayList<>();
    int bytes = claim.signed().wireBytes();
    for (SignedBy grant : rules.of(claim, unit, grants)) {
      bytes += grant.signed().wireBytes();
      if (fitting.size() == MAX_GRANTS || bytes > MAX_BYTES) {
        break;
      }
      fitting.add(grant);
    }
    return of(fitting, fitting.stream().map(SignedBy::signed).toList(), unit, rules);
  }

  private static LeaseProof of(
      List<SignedBy> valid, List<Signed> grants, NodeId unit, ValidGrants rules) {
    long oldestMillis =
        valid.stream()
            .mapToLong(grant -> LeaseAnswer.claimMillis(grant.signed()))
            .min()
            .orElse(Long.MAX_VALUE);
    Set<NodeId> granters = voices(valid.stream(), rules);
    return new LeaseProof(
        List.copyOf(grants),
        unit,
        granters,
        voices(valid.stream().filter(grant -> LeaseAnswer.isOfConfirm(grant.signed())), rules),
        rules.isBacked(granters.size()),
        oldestMillis);
  }

  private static Set<NodeId> voices(Stream<SignedBy> valid, ValidGrants rules) {
    return valid
        .map(grant -> rules.voiceOf(grant.signer()))
        .collect(Collectors.toUnmodifiableSet());
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
      throw new WireException("the proof of a lease is too long");
    }
    return new LeaseProof(
        List.copyOf(grants), claim.claimant(), Set.of(), Set.of(), false, Long.MAX_VALUE);
  }

  /**
   * Determines the strength; {@code claimantUnit} is the member that the claim's signature shows.
   */
  void verify(
      SignedClaim claim,
      NodeId claimantUnit,
      Signatures signatures,
      ValidGrants rules,
      Consumer<LeaseProof> done) {
    if (grants.isEmpty()) {
      done.accept(none(claimantUnit));
    } else {
      signatures.signers(
          grants,
          signed ->
              done.accept(of(rules.of(claim, claimantUnit, signed), grants, claimantUnit, rules)));
    }
  }

  /** Number of valid grants, as far as verified here. */
  int strength() {
    return granters.size();
  }

  /**
   * The values that decide between {@code claim}, which this proof belongs to, and another claim.
   */
  LeaseVerdict.Standing standing(SignedClaim claim) {
    return new LeaseVerdict.Standing(
        claim.claimant(), unit, claim.generation(), granters, confirmers, isBacked);
  }

  /** The stronger of this and {@code other}, if {@code other} proves anything for {@code claim}. */
  LeaseProof orStronger(LeaseProof other, SignedClaim claim, LeaseTimes times) {
    long oldestMillis = claim.issuedMillis() - TimeUnit.NANOSECONDS.toMillis(times.leaseNanos());
    return other.strength() > strength() && other.oldestMillis >= oldestMillis ? other : this;
  }
}
