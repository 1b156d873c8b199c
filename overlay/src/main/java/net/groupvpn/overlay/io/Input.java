package net.groupvpn.overlay.io;

import net.groupvpn.overlay.engine.EngineCore;
import net.groupvpn.overlay.engine.Work;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.time.Now;

/** One input of the engine. */
sealed interface Input {
  /** Passes it to the engine; engine thread only. */
  void applyTo(EngineCore core, Now now);

  /** Whether outsiders influence its content, so that an exception costs only this input. */
  default boolean isFromOutside() {
    return true;
  }

  /** A datagram from the socket. */
  record Datagram(Endpoint from, byte[] bytes) implements Input {
    @Override
    public void applyTo(EngineCore core, Now now) {
      core.onDatagram(now, from, bytes);
    }
  }

  /** A frame from a TCP connection. */
  record StreamFrame(Endpoint from, byte[] bytes) implements Input {
    @Override
    public void applyTo(EngineCore core, Now now) {
      core.onStreamFrame(now, from, bytes);
    }
  }

  /** A TCP connection has ended. */
  record StreamClosed(Endpoint peer) implements Input {
    @Override
    public void applyTo(EngineCore core, Now now) {
      core.onStreamClosed(now, peer);
    }
  }

  /** An action of the shell on the engine thread. */
  record Command(Runnable action) implements Input {
    @Override
    public void applyTo(EngineCore core, Now now) {
      core.enter(now);
      action.run();
    }

    @Override
    public boolean isFromOutside() {
      return false;
    }
  }

  /** Something that the data plane has seen. */
  record Observation(Runnable report) implements Input {
    @Override
    public void applyTo(EngineCore core, Now now) {
      core.enter(now);
      report.run();
    }
  }

  /** Work that has run. */
  record Done(Work<?> work) implements Input {
    @Override
    public void applyTo(EngineCore core, Now now) {
      core.onWorkDone(now, work);
    }
  }
}
