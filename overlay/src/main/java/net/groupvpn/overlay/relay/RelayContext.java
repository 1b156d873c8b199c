package net.groupvpn.overlay.relay;

import net.groupvpn.overlay.engine.Counter;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.session.Sessions;

/** What the relay classes of one node share. */
record RelayContext(Engine engine, Sessions sessions, Legs legs, NodeId self, Choice choice) {
  /** The selection, which may be changed at any time. */
  static final class Choice {
    private RelaySelection selection = new LatencySelection();

    RelaySelection get() {
      return selection;
    }

    void set(RelaySelection changed) {
      selection = changed;
    }
  }

  long nowNanos() {
    return engine.now().bootNanos();
  }

  void count(Counter counter) {
    engine.counters().increment(counter);
  }
}
