package net.groupvpn.simulator.world;

import java.security.SecureRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.identity.NodeKey;
import net.groupvpn.overlay.security.ModelSecurity;
import net.groupvpn.overlay.security.Security;
import net.groupvpn.overlay.tls.TlsSecurity;

/** How the nodes of a world prove their identity. */
public interface Securities {
  /**
   * The security of one more node, drawn from {@code random}; used again at each start of the node.
   */
  Supplier<Security> next(RandomGenerator random);

  /** The model, with random node IDs: the default of simulations. */
  static Securities model() {
    return random -> modelOf(NodeId.random(random));
  }

  /** Real keys, TLS 1.3 handshakes and ciphers, as in the public overlay. Slow. */
  static Securities tls() {
    return random -> {
      Security security = TlsSecurity.ofPublicOverlay(key(random), new SecureRandom());
      return () -> security;
    };
  }

  /** The model with the same node IDs as {@link #tls}, for comparison. */
  static Securities modelWithKeys() {
    return random -> modelOf(key(random).publicNodeId());
  }

  private static Supplier<Security> modelOf(NodeId id) {
    return () -> new ModelSecurity(id);
  }

  private static NodeKey key(RandomGenerator random) {
    return NodeKey.generate(new Repeatable(random));
  }

  /** Returns the world's own randomness, so that a seed always yields the same keys. */
  final class Repeatable extends SecureRandom {
    private final transient RandomGenerator random;

    private Repeatable(RandomGenerator random) {
      this.random = random;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      random.nextBytes(bytes);
    }
  }
}
