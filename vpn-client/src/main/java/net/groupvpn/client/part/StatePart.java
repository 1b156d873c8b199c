package net.groupvpn.client.part;

import java.io.IOException;
import net.groupvpn.client.enrol.StateStore;
import org.jspecify.annotations.Nullable;

/** The client's state on disk, locked while the client runs. */
public final class StatePart implements Part {
  private final StateStore store;
  private volatile @Nullable LastStep lastStep;

  /** A step that shows others that this client has ended. */
  public interface LastStep {
    /** Runs the step. */
    void run() throws IOException;
  }

  private StatePart(StateStore store) {
    this.store = store;
  }

  /** Locks it. */
  public static StatePart open(ClientContext context) throws IOException {
    return new StatePart(StateStore.open(context.config().stateDir()));
  }

  StateStore store() {
    return store;
  }

  /**
   * Last except for the state: others that wait for the end of this client wait for {@code step}.
   */
  public void endWith(LastStep step) {
    lastStep = step;
  }

  @Override
  public String name() {
    return "state";
  }

  @Override
  public void end() throws IOException {
    LastStep step = lastStep;
    try {
      if (step != null) {
        step.run();
      }
    } finally {
      store.close();
    }
  }
}
