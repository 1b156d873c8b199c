package net.groupvpn.client.tunnel;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import net.groupvpn.client.os.Change;
import net.groupvpn.client.os.MachineSetup;
import net.groupvpn.client.os.SystemChange;
import net.groupvpn.client.os.SystemConfigurator;

/** Changes a {@link FakeKernel}, and knows how it was before. */
public final class FakeSetup implements MachineSetup {
  private final SystemConfigurator configurator;
  private final Map<SystemChange, String> before = new HashMap<>();

  /** {@code proc} holds the settings of the kernel. */
  public FakeSetup(FakeKernel kernel, Path proc) {
    this.configurator = new SystemConfigurator(kernel, proc);
  }

  @Override
  public void recover() {}

  @Override
  public void apply(Change change) throws IOException {
    SystemChange system = (SystemChange) change;
    before.putIfAbsent(system, configurator.before(system));
    configurator.apply(system);
  }

  @Override
  public void revert(Change change) throws IOException {
    SystemChange system = (SystemChange) change;
    configurator.undo(system, before.getOrDefault(system, "absent"));
    before.remove(system);
  }
}
