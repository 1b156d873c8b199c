package net.groupvpn.client.rehearsal;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import net.groupvpn.client.device.BatchPort;
import net.groupvpn.client.device.InMemoryIo;
import net.groupvpn.client.device.InMemoryLanPort;
import net.groupvpn.client.device.InMemoryNetworkEvents;
import net.groupvpn.client.device.LanPort;
import net.groupvpn.client.device.LinuxUdpPort;
import net.groupvpn.client.device.NetDevice;
import net.groupvpn.client.device.NetDevices;
import net.groupvpn.client.device.NetworkEvents;
import net.groupvpn.client.device.Offload;
import net.groupvpn.client.device.PacketIo;
import net.groupvpn.client.device.TapDevice;
import net.groupvpn.client.device.Waiter;
import net.groupvpn.client.machine.LinuxSetup;
import net.groupvpn.client.machine.Machine;
import net.groupvpn.client.os.CommandRunner;
import net.groupvpn.client.os.MachineSetup;
import net.groupvpn.client.os.ProcessCommandRunner;
import net.groupvpn.client.portmap.GatewayFinder;
import net.groupvpn.overlay.path.Endpoint;
import org.jspecify.annotations.Nullable;

/** A machine whose virtual network card is in memory and whose commands do nothing. */
final class RehearsalMachine implements Machine {
  private static final int LOOPBACK_MTU_BYTES = 65_536;
  private static final List<String> NOTHING = List.of("true");

  private final CommandRunner commands = new ProcessCommandRunner();
  private @Nullable LinuxUdpPort port;
  private @Nullable TapDevice tap;

  /** Nothing ever arrives from the card, so only the port is waited for. */
  private record Io(TapDevice tap, LinuxUdpPort port) implements PacketIo {
    @Override
    public Waiter waiter(boolean forTap, boolean forPort) throws IOException {
      return port.waiter();
    }
  }

  @Override
  public BatchPort openPort(int number, Set<Offload> wanted) throws IOException {
    port = LinuxUdpPort.open(number, wanted);
    return port;
  }

  @Override
  public TapDevice openTap(String name, long mac, Set<Offload> wanted) throws IOException {
    Endpoint unused = new Endpoint(InetAddress.getLoopbackAddress(), 1);
    tap = new InMemoryIo(name, mac, unused, wanted).tap();
    return tap;
  }

  @Override
  public PacketIo io() {
    return new Io(Objects.requireNonNull(tap), Objects.requireNonNull(port));
  }

  @Override
  public NetworkEvents networkEvents() {
    return new InMemoryNetworkEvents();
  }

  @Override
  public GatewayFinder gateways(Predicate<String> isVirtual) {
    return () -> null;
  }

  @Override
  public NetDevices devices() {
    return () ->
        List.of(new NetDevice(1, "lo", "", "", true, true, 0, LOOPBACK_MTU_BYTES, List.of(), 0));
  }

  @Override
  public LanPort openLan(Predicate<String> isUsed) {
    return new InMemoryLanPort();
  }

  @Override
  public MachineSetup setup(Path stateDir) {
    return new LinuxSetup(this::runNothing, stateDir);
  }

  @Override
  public CommandRunner questions() {
    return this::runNothing;
  }

  private CommandRunner.Result runNothing(List<String> command) throws IOException {
    return commands.run(NOTHING);
  }
}
