package net.groupvpn.client.machine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import net.groupvpn.client.device.BatchPort;
import net.groupvpn.client.device.Bypass;
import net.groupvpn.client.device.LanPort;
import net.groupvpn.client.device.LinuxBypass;
import net.groupvpn.client.device.LinuxNetDevices;
import net.groupvpn.client.device.LinuxNetworkEvents;
import net.groupvpn.client.device.LinuxPacketIo;
import net.groupvpn.client.device.LinuxTap;
import net.groupvpn.client.device.LinuxUdpPort;
import net.groupvpn.client.device.MulticastPort;
import net.groupvpn.client.device.NetDevices;
import net.groupvpn.client.device.NetworkEvents;
import net.groupvpn.client.device.Offload;
import net.groupvpn.client.device.PacketIo;
import net.groupvpn.client.device.SocketMark;
import net.groupvpn.client.device.TapDevice;
import net.groupvpn.client.os.CommandRunner;
import net.groupvpn.client.os.ProcessCommandRunner;
import net.groupvpn.client.portmap.GatewayFinder;
import net.groupvpn.client.tunnel.TunnelSettings;
import org.jspecify.annotations.Nullable;

/** This machine, which runs Linux. */
public final class LinuxMachine implements Machine {
  private static final Path PROC_NET = Path.of("/proc/net");

  private final CommandRunner commands = new ProcessCommandRunner();
  private final SocketMark mark;
  private final LinuxBypass bypass;
  private @Nullable LinuxUdpPort port;
  private @Nullable LinuxTap tap;

  /** With the mark that a full tunnel has unless another is configured. */
  public LinuxMachine() {
    this(TunnelSettings.DEFAULT.mark());
  }

  /** {@code mark} is put on all of the client's sockets, full tunnel or not. */
  public LinuxMachine(int mark) {
    this.mark = new SocketMark(mark);
    this.bypass = new LinuxBypass(this.mark);
  }

  @Override
  public BatchPort openPort(int number, Set<Offload> wanted) throws IOException {
    port = LinuxUdpPort.open(number, wanted);
    port.mark(mark);
    return bypass.connect(port);
  }

  @Override
  public SocketMark sockets() {
    return mark;
  }

  @Override
  public Bypass bypass() {
    return bypass;
  }

  @Override
  public TapDevice openTap(String name, long mac, Set<Offload> wanted) throws IOException {
    tap = LinuxTap.open(name, mac, wanted);
    return tap;
  }

  @Override
  public PacketIo io() {
    return new LinuxPacketIo(
        Objects.requireNonNull(tap, "no device yet"),
        Objects.requireNonNull(port, "no port yet"),
        bypass);
  }

  @Override
  public NetworkEvents networkEvents() throws IOException {
    return LinuxNetworkEvents.open();
  }

  @Override
  public NetworkEvents ruleEvents() throws IOException {
    return LinuxNetworkEvents.ofRules();
  }

  @Override
  public GatewayFinder gateways(Predicate<String> isVirtual) {
    return GatewayFinder.ofThisMachine(PROC_NET, isVirtual);
  }

  @Override
  public NetDevices devices() {
    return new LinuxNetDevices();
  }

  @Override
  public LanPort openLan(Predicate<String> isUsed) throws IOException {
    return MulticastPort.open(isUsed, mark.onAnyDevice());
  }

  @Override
  public JournaledSetup setup(Path stateDir) {
    return JournaledSetup.of(new LinuxSetup(commands, stateDir), stateDir);
  }

  @Override
  public CommandRunner questions() {
    return commands;
  }
}
