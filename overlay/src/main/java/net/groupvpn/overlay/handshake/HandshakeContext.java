package net.groupvpn.overlay.handshake;

import net.groupvpn.overlay.engine.Counter;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.path.PathSender;
import net.groupvpn.overlay.security.Security;

/** What the handshakes of one realm share. */
public record HandshakeContext(
    Engine engine, Indexes indexes, byte[] realmTag, Security security, PathSender sender) {
  /** The source of receiver indexes. */
  public interface Indexes {
    /** A free, even index other than 0. */
    int allocate();

    /** The index is free again. */
    void release(int index);
  }

  long nowNanos() {
    return engine.now().bootNanos();
  }

  void count(Counter counter) {
    engine.counters().increment(counter);
  }
}
