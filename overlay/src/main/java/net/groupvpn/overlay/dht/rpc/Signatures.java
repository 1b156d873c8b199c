package net.groupvpn.overlay.dht.rpc;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.security.PeerIdentity;
import net.groupvpn.overlay.security.Security;
import net.groupvpn.overlay.security.Verified;

/** Signs and verifies through {@link Engine#work}; answers come later on the engine's thread. */
public final class Signatures {
  /** Requests of others are dropped while so much work is under way. */
  public static final int MAX_PENDING = 512;

  private final Engine engine;
  private final Security security;
  private int pending;

  /** One per node. */
  public Signatures(Engine engine, Security security) {
    this.engine = engine;
    this.security = security;
  }

  /** Whether work that others ask for should be refused; counts the refusal. */
  public boolean isOverloaded() {
    if (pending < MAX_PENDING) {
      return false;
    }
    engine.counters().increment("dropped.dht.overload");
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
        valid -> {
          pending--;
          if (!valid) {
            engine.counters().increment("dropped.dht.signature");
          }
          done.accept(valid);
        });
  }

  /** Tells which nodes signed {@code all}, each once; what is forged is left out. */
  public void signers(List<Signed> all, Consumer<Set<NodeId>> done) {
    long wallMillis = engine.now().wallMillis();
    pending++;
    engine.work(
        () -> signersOf(all, wallMillis),
        signers -> {
          pending--;
          done.accept(signers);
        });
  }

  private Set<NodeId> signersOf(List<Signed> all, long wallMillis) {
    Set<NodeId> signers = new TreeSet<>();
    for (Signed signed : all) {
      PeerIdentity signer =
          security
              .verify(signed.certificate(), signed.content(), signed.signature(), wallMillis)
              .signer();
      if (signer != null) {
        signers.add(signer.nodeId());
      }
    }
    return signers;
  }

  private boolean isBy(NodeId expected, Signed signed, long wallMillis) {
    if (expected.equals(security.nodeId())) {
      // A node that is its own replica; the port admits others only. Ed25519 signs alike each time.
      return Arrays.equals(security.sign(signed.content()), signed.signature());
    }
    Verified verified =
        security.verify(signed.certificate(), signed.content(), signed.signature(), wallMillis);
    return verified.signer() != null && verified.signer().nodeId().equals(expected);
  }
}
