package net.groupvpn.overlay.dht.rpc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.security.PeerIdentity;
import net.groupvpn.overlay.security.Security;
import org.jspecify.annotations.Nullable;

/** Signs and verifies through {@link Engine#work}; answers follow later on the engine thread. */
public final class Signatures {
  /** Requests of others are dropped while this much work is under way. */
  public static final int MAX_PENDING = 512;

  private final Engine engine;
  private final Security security;
  private int pending;

  /** One per node. */
  public Signatures(Engine engine, Security security) {
    this.engine = engine;
    this.security = security;
  }

  /** Whether to refuse work that others ask for; counts the refusal. */
  public boolean isOverloaded() {
    if (pending < MAX_PENDING) {
      return false;
    }
    engine.counters().increment(OverlayCounter.DROPPED_DHT_OVERLOAD);
    return true;
  }

  /** Signs with this node's key. */
  public void sign(byte[] content, Consumer<Signed> done) {
    pending++;
    engine.work(
        () -> new Signed(content, security.certificate(), security.sign(content)),
        signed -> {
          pending--;
          done.accept(signed);
        });
  }

  /** Tells whether {@code signed} was signed by {@code expected}; a refusal is counted. */
  public void verify(Signed signed, NodeId expected, Consumer<Boolean> done) {
    long wallMillis = engine.now().wallMillis();
    pending++;
    engine.work(
        () -> isBy(expected, signed, wallMillis),
        () -> false,
        valid -> {
          pending--;
          if (!valid) {
            engine.counters().increment(OverlayCounter.DROPPED_DHT_SIGNATURE);
          }
          done.accept(valid);
        });
  }

  /** The seat of {@code expected} if it signed {@code signed}, else null; a refusal is counted. */
  public void identify(Signed signed, NodeId expected, Consumer<@Nullable Seat> done) {
    long wallMillis = engine.now().wallMillis();
    pending++;
    engine.<Optional<Seat>>work(
        () -> Optional.ofNullable(seatOf(expected, signed, wallMillis)),
        Optional::empty,
        seat -> {
          pending--;
          if (seat.isEmpty()) {
            engine.counters().increment(OverlayCounter.DROPPED_DHT_SIGNATURE);
          }
          done.accept(seat.orElse(null));
        });
  }

  /** This node's member; empty in the public overlay. */
  public String member() {
    return security.member();
  }

  /** As {@link Security#groupMembers}. */
  public OptionalInt groupMembers() {
    return security.groupMembers();
  }

  /** Tells who signed each of {@code all}, in the same order; forged ones are left out. */
  public void signers(List<Signed> all, Consumer<List<SignedBy>> done) {
    long wallMillis = engine.now().wallMillis();
    pending++;
    engine.work(
        () -> signersOf(all, wallMillis),
        () -> List.<SignedBy>of(),
        signers -> {
          pending--;
          done.accept(signers);
        });
  }

  private List<SignedBy> signersOf(List<Signed> all, long wallMillis) {
    List<SignedBy> signers = new ArrayList<>(all.size());
    for (Signed signed : all) {
      PeerIdentity signer = signerOf(signed, wallMillis);
      if (signer != null) {
        signers.add(new SignedBy(signed, Seat.of(signer)));
      }
    }
    return signers;
  }

  private @Nullable PeerIdentity signerOf(Signed signed, long wallMillis) {
    return security
        .verify(signed.certificate(), signed.content(), signed.signature(), wallMillis)
        .signer();
  }

  private @Nullable Seat seatOf(NodeId expected, Signed signed, long wallMillis) {
    if (expected.equals(security.nodeId())) {
      return isBy(expected, signed, wallMillis) ? Seat.of(expected, security.member()) : null;
    }
    PeerIdentity signer = signerOf(signed, wallMillis);
    return signer != null && signer.nodeId().equals(expected) ? Seat.of(signer) : null;
  }

  private boolean isBy(NodeId expected, Signed signed, long wallMillis) {
    if (expected.equals(security.nodeId())) {
      // A node that is its own replica; the port admits only others. Ed25519 signatures are
      // deterministic.
      return Arrays.equals(security.sign(signed.content()), signed.signature());
    }
    PeerIdentity signer = signerOf(signed, wallMillis);
    return signer != null && signer.nodeId().equals(expected);
  }
}
