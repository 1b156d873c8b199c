package net.groupvpn.overlay.session;

import net.groupvpn.overlay.engine.Counter;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.handshake.HandshakeContext;
import net.groupvpn.overlay.path.PathSender;
import net.groupvpn.overlay.security.Security;

/** What all classes of the session layer of one realm share. */
record SessionContext(
    Engine engine,
    IndexAllocator indexes,
    SessionLayer owner,
    byte[] realmTag,
    Security security,
    PathSender sender,
    SessionEvents events) {

  long nowNanos() {
    return engine.now().bootNanos();
  }

  void count(Counter counter) {
    engine.counters().increment(counter);
  }

  HandshakeContext ofHandshakes() {
    HandshakeContext.Indexes own =
        new HandshakeContext.Indexes() {
          @Override
          public int allocate() {
            return indexes.allocate(owner, engine.random());
          }

          @Override
          public void release(int index) {
            indexes.release(index);
          }
        };
    return new HandshakeContext(engine, own, realmTag, security, sender);
  }
}
