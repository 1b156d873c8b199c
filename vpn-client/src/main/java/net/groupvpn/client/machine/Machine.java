package net.groupvpn.client.machine;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.function.Predicate;
import net.groupvpn.client.device.BatchPort;
import net.groupvpn.client.device.Bypass;
import net.groupvpn.client.device.LanPort;
import net.groupvpn.client.device.NetDevices;
import net.groupvpn.client.device.NetworkEvents;
import net.groupvpn.client.device.Offload;
import net.groupvpn.client.device.PacketIo;
import net.groupvpn.client.device.TapDevice;
import net.groupvpn.client.os.CommandRunner;
import net.groupvpn.client.os.MachineSetup;
import net.groupvpn.client.portmap.GatewayFinder;
import net.groupvpn.overlay.io.SocketSetup;

/**
 * What a client needs of its machine; most of it needs root. For one client; called during its
 * start, from one thread; may block for seconds.
 */
public interface Machine {
  /**
   * Opens the client's UDP port.
   *
   * @param wanted the offloads to use where the machine supports them
   * @throws IOException if it cannot be opened; the message says what to do
   */
  BatchPort openPort(int port, Set<Offload> wanted) throws IOException;

  /**
   * Makes the virtual network card.
   *
   * @param mac its Ethernet address, 48 bits
   * @param wanted the offloads to use where the machine supports them
   * @throws IOException if it cannot be made; the message says what to do
   */
  TapDevice openTap(String name, long mac, Set<Offload> wanted) throws IOException;

  /** What is done to each further socket before it is used. */
  default SocketSetup sockets() {
    return SocketSetup.NONE;
  }

  /** How the client's own packets leave beside a tunnel that has the machine's default routes. */
  default Bypass bypass() {
    return Bypass.NONE;
  }

  /** Both together, once both are open. */
  PacketIo io();

  /**
   * Starts to listen for changes of this machine's addresses and routes.
   *
   * @throws IOException if that is not permitted
   */
  NetworkEvents networkEvents() throws IOException;

  /**
   * Starts to listen for changes of this machine's rules, routes and nftables.
   *
   * @throws IOException if that is not permitted
   */
  default NetworkEvents ruleEvents() throws IOException {
    return networkEvents();
  }

  /** This machine's own clock, which may be wrong. */
  default Clock clock() {
    return Clock.systemUTC();
  }

  /** This machine's network devices. */
  NetDevices devices();

  /**
   * Finds the router before this machine.
   *
   * @param isVirtual selects the devices to leave out: the group's own
   */
  GatewayFinder gateways(Predicate<String> isVirtual);

  /**
   * Opens a port to everybody in this machine's own networks.
   *
   * @param isUsed selects networks by device
   * @throws IOException if that is not permitted
   */
  LanPort openLan(Predicate<String> isUsed) throws IOException;

  /**
   * Makes changes to this machine.
   *
   * @param stateDir where replaced files may be kept
   */
  MachineSetup setup(Path stateDir);

  /** Runs commands that show how this machine is configured, and change nothing. */
  CommandRunner questions();
}
