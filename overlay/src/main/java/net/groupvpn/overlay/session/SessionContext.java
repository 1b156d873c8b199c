package net.groupvpn.overlay.session;

import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.path.Path.OverlayPath;
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

  void count(String name) {
    engine.counters().increment(name);
  }

  int allocateIndex() {
    return indexes.allocate(owner, engine.random());
  }

  /**
   * What is compared to tell whether two paths are the same: the proxy is only a hint on how to get
   * to a node, and changes while that node joins.
   */
  static Path key(Path path) {
    return path instanceof OverlayPath overlay ? new OverlayPath(overlay.node(), null) : path;
  }

  static boolean isSame(Path a, Path b) {
    return key(a).equals(key(b));
  }
}
