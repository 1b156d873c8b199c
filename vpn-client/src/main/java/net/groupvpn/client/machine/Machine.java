package net.groupvpn.client.machine;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.function.Predicate;
import net.groupvpn.client.device.BatchPort;
import net.groupvpn.client.device.LanPort;
import net.groupvpn.client.device.NetDevices;
import net.groupvpn.client.device.NetworkEvents;
import net.groupvpn.client.device.Offload;
import net.groupvpn.client.device.PacketIo;
import net.groupvpn.client.device.TapDevice;
import net.groupvpn.client.os.CommandRunner;
import net.groupvpn.client.os.MachineSetup;
import net.groupvpn.client.portmap.GatewayFinder;

/**
 * What a client needs of its machine, most of it only for root. For one client; called while it
 * starts, from one thread; may block for seconds.
 */
public interface Machine {
  /**
   * Opens the client's UDP port.
   *
   * @param wanted of what to make use where it can
   * @throws IOException if it cannot be had; the message says what to do
   */
  BatchPort openPort(int port, Set<Offload> wanted) throws IOException;

  /**
   * Makes the virtual network card.
   *
   * @param mac its Ethernet address, 48 bits
   * @param wanted of what to make use where it can
   * @throws IOException if it cannot be had; the message says what to do
   */
  TapDevice openTap(String name, long mac, Set<Offload> wanted) throws IOException;

  /** Both together, once both are open. */
  PacketIo io();

  /**
   * Begins to listen for changes of this machine's addresses and routes.
   *
   * @throws IOException if it may not
   */
  NetworkEvents networkEvents() throws IOException;

  /** This machine's own clock, right or wrong. */
  default Clock clock() {
    return Clock.systemUTC();
  }

  /** This machine's network devices. */
  NetDevices devices();

  /**
   * Finds the router before this machine.
   *
   * @param isVirtual says which devices to leave out: the group's own
   */
  GatewayFinder gateways(Predicate<String> isVirtual);

  /**
   * Opens a way to everybody in this machine's own networks.
   *
   * @param isUsed says by device which networks to use
   * @throws IOException if it may not
   */
  LanPort openLan(Predicate<String> isUsed) throws IOException;

  /**
   * How this machine is changed.
   *
   * @param stateDir may keep files that are replaced
   */
  MachineSetup setup(Path stateDir);

  /** Runs commands that tell how this machine is set up, and change nothing. */
  CommandRunner questions();
}
