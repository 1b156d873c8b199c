package net.groupvpn.client.machine;

import java.io.IOException;
import java.nio.file.Path;
import net.groupvpn.client.os.Change;
import net.groupvpn.client.os.CommandRunner;
import net.groupvpn.client.os.DeviceChange;
import net.groupvpn.client.os.DeviceConfigurator;
import net.groupvpn.client.os.MachineSetup;
import net.groupvpn.client.resolver.ResolverChange;
import net.groupvpn.client.resolver.ResolverChanges;

/** Changes this machine, which runs Linux, from this process. */
public final class LinuxSetup implements MachineSetup {
  private final DeviceConfigurator devices;
  private final ResolverChanges resolver;

  /**
   * Does nothing yet.
   *
   * @param commands runs the system's commands
   * @param stateDir where replaced files may be kept
   */
  public LinuxSetup(CommandRunner commands, Path stateDir) {
    devices = new DeviceConfigurator(commands);
    resolver = new ResolverChanges(commands, stateDir);
  }

  @Override
  public void recover() {
    // A device disappears, with its addresses and routes, together with the process that made it. A
    // persistent device keeps what a killed client gave it.
    resolver.recover();
  }

  @Override
  public void apply(Change change) throws IOException {
    if (change instanceof DeviceChange device) {
      device.apply(devices);
    } else if (change instanceof ResolverChange names) {
      resolver.apply(names);
    } else {
      throw new IllegalArgumentException("no way to apply " + change);
    }
  }

  @Override
  public void revert(Change change) throws IOException {
    if (change instanceof DeviceChange device) {
      device.revert(devices);
    } else if (change instanceof ResolverChange names) {
      resolver.revert(names);
    } else {
      throw new IllegalArgumentException("no way to revert " + change);
    }
  }
}
