package net.groupvpn.client.daemon;

import java.io.IOException;
import net.groupvpn.client.device.LinuxTap;
import net.groupvpn.client.device.TapDevice;
import net.groupvpn.client.os.CommandRunner;
import net.groupvpn.client.os.ProcessCommandRunner;

/** This machine, which runs Linux. */
public final class LinuxMachine implements Machine {
  private final CommandRunner commands = new ProcessCommandRunner();

  @Override
  public TapDevice openTap(String name) throws IOException {
    return LinuxTap.open(name);
  }

  @Override
  public CommandRunner commands() {
    return commands;
  }
}
