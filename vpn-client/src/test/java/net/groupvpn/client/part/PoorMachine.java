package net.groupvpn.client.part;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import net.groupvpn.client.device.BatchPort;
import net.groupvpn.client.device.LanPort;
import net.groupvpn.client.device.NetDevices;
import net.groupvpn.client.device.NetworkEvents;
import net.groupvpn.client.device.Offload;
import net.groupvpn.client.device.PacketIo;
import net.groupvpn.client.device.TapDevice;
import net.groupvpn.client.machine.LinuxSetup;
import net.groupvpn.client.machine.Machine;
import net.groupvpn.client.os.CommandRunner;
import net.groupvpn.client.os.MachineSetup;
import net.groupvpn.client.portmap.GatewayFinder;

/** A machine that lets its programs do nothing at all. */
final class PoorMachine implements Machine {
  static final String REASON = "not permitted";

  @Override
  public BatchPort openPort(int port, Set<Offload> wanted) throws IOException {
    throw new IOException(REASON);
  }

  @Override
  public TapDevice openTap(String name, long mac, Set<Offload> wanted) throws IOException {
    throw new IOException(REASON);
  }

  @Override
  public PacketIo io() {
    throw new IllegalStateException("there is no device");
  }

  @Override
  public NetworkEvents networkEvents() throws IOException {
    throw new IOException(REASON);
  }

  @Override
  public NetDevices devices() {
    return List::of;
  }

  @Override
  public GatewayFinder gateways(Predicate<String> isVirtual) {
    return () -> null;
  }

  @Override
  public LanPort openLan(Predicate<String> isUsed) throws IOException {
    throw new IOException(REASON);
  }

  @Override
  public MachineSetup setup(Path stateDir) {
    return new LinuxSetup(questions(), stateDir);
  }

  @Override
  public CommandRunner questions() {
    return command -> {
      throw new IOException(REASON);
    };
  }
}
