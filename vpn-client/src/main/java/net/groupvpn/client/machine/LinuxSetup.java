package net.groupvpn.client.machine;

import java.io.IOException;
import java.nio.file.Path;
import net.groupvpn.client.device.LinuxNetDevices;
import net.groupvpn.client.os.Change;
import net.groupvpn.client.os.CommandRunner;
import net.groupvpn.client.os.DeviceChange;
import net.groupvpn.client.os.DeviceConfigurator;
import net.groupvpn.client.os.DeviceLook;
import net.groupvpn.client.os.SystemChange;
import net.groupvpn.client.os.SystemConfigurator;
import net.groupvpn.client.resolver.ResolverChange;
import net.groupvpn.client.resolver.ResolverChanges;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Changes this machine, which runs Linux, from this process. */
public final class LinuxSetup implements JournaledSetup.Steps {
  private static final Logger LOG = LoggerFactory.getLogger(LinuxSetup.class);
  private static final Path PROC = Path.of("/proc");

  private final DeviceConfigurator devices;
  private final DeviceLook look = new DeviceLook(new LinuxNetDevices(), PROC.resolve("net"));
  private final SystemConfigurator system;
  private final ResolverChanges resolver;

  /**
   * Does nothing yet.
   *
   * @param commands runs the system's commands
   * @param stateDir where replaced files may be kept
   */
  public LinuxSetup(CommandRunner commands, Path stateDir) {
    devices = new DeviceConfigurator(commands);
    system = new SystemConfigurator(commands, PROC);
    resolver = new ResolverChanges(commands, stateDir);
  }

  @Override
  public void recover() {
    resolver.recover();
  }

  @Override
  public void apply(Change change) throws IOException {
    if (change instanceof DeviceChange device) {
      device.apply(devices);
    } else if (change instanceof SystemChange beyond) {
      system.apply(beyond);
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
    } else if (change instanceof SystemChange beyond) {
      system.undo(beyond, "");
    } else if (change instanceof ResolverChange names) {
      resolver.revert(names);
    } else {
      throw new IllegalArgumentException("no way to revert " + change);
    }
  }

  @Override
  public String before(Change change) throws IOException {
    if (change instanceof DeviceChange device) {
      try {
        return look.before(device);
      } catch (IOException e) {
        // The device goes with this process, but for one that somebody made to stay.
        LOG.debug("{} is not looked at: {}", device.device(), e.getMessage());
        return "";
      }
    }
    // Resolvers keep themselves what was there.
    return change instanceof SystemChange beyond ? system.before(beyond) : "";
  }

  @Override
  public boolean undo(Change change, String before) throws IOException {
    if (change instanceof DeviceChange device) {
      return look.undo(device, before, devices);
    } else if (change instanceof SystemChange beyond) {
      return system.undo(beyond, before);
    } else if (change instanceof ResolverChange names) {
      return resolver.undo(names);
    }
    throw new IllegalArgumentException("no way to undo " + change);
  }
}
