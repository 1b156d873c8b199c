package net.groupvpn.client.part;

import java.io.IOException;
import net.groupvpn.client.enrol.StateStore;
import org.jspecify.annotations.Nullable;

/** What the client keeps on disk, for itself alone while it runs. */
public final class StatePart implements Part {
  private final StateStore store;
  private volatile @Nullable LastStep lastStep;

  /** Something that shows that this client has ended. */
  public interface LastStep {
    /** Does it. */
    void run() throws IOException;
  }

  private StatePart(StateStore store) {
    this.store = store;
  }

  /** Locks it, and takes back what a client that was killed has left behind. */
  public static StatePart open(ClientContext context) throws IOException {
    StateStore store = StateStore.open(context.config().stateDir());
    context.setup().recover();
    return new StatePart(store);
  }

  StateStore store() {
    return store;
  }

  /** Last but the state: whoever waits for the end of this client waits for {@code step}. */
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
