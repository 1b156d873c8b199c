package net.groupvpn.client.rehearsal;

import java.io.IOException;
import java.util.List;
import net.groupvpn.client.daemon.Machine;
import net.groupvpn.client.device.InMemoryTap;
import net.groupvpn.client.device.TapDevice;
import net.groupvpn.client.os.CommandRunner;
import net.groupvpn.client.os.ProcessCommandRunner;

/** A machine whose devices are in memory and whose commands do nothing. */
final class RehearsalMachine implements Machine {
  private static final long MAC = 0x02_00_00_00_00_01L;
  private static final List<String> NOTHING = List.of("true");

  private final CommandRunner commands = new ProcessCommandRunner();

  @Override
  public TapDevice openTap(String name) {
    return new InMemoryTap(name, MAC);
  }

  @Override
  public CommandRunner commands() {
    return this::runNothing;
  }

  private CommandRunner.Result runNothing(List<String> command) throws IOException {
    return commands.run(NOTHING);
  }
}
