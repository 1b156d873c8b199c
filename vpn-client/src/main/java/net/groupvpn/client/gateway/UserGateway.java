package net.groupvpn.client.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.NetworkChannel;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import net.groupvpn.client.dataplane.DataPlane;
import net.groupvpn.client.device.LinuxEchoPort;
import net.groupvpn.client.device.NetDevice;
import net.groupvpn.client.device.NetDevices;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.gateway.ExitRule;
import net.groupvpn.gateway.nat.NatCore;
import net.groupvpn.gateway.nat.NatLimits;
import net.groupvpn.gateway.nat.NatSnapshot;
import net.groupvpn.gateway.nat.io.UserNat;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.io.SocketSetup;
import net.groupvpn.overlay.path.AddressRange;

/**
 * A gateway without the kernel's help: members' packets end in this process and go on by its own
 * sockets. Nothing on the machine is changed, and no right is needed but that of opening sockets.
 */
public final class UserGateway implements AutoCloseable {
  /** Flows that a member may open at once after quiet, in seconds of its rate. */
  private static final int BURST_SECONDS = 6;

  private final VirtualNetwork network;
  private final List<String> open;
  private final NetDevices devices;
  private final Supplier<List<AddressRange>> announced;
  private final DataPlane dataPlane;
  private final UserNat nat;

  /**
   * What it needs of the machine.
   *
   * @param devices to keep members out of this machine's own networks
   * @param sockets what is done to each socket before it is used
   * @param mark of the sockets that send pings; 0 for none
   * @param bootNanos nanoseconds of boot time
   * @param announced networks behind this machine that it announces now, which members may reach
   */
  public record Surroundings(
      NetDevices devices,
      SocketSetup sockets,
      int mark,
      LongSupplier bootNanos,
      Supplier<List<AddressRange>> announced) {}

  /**
   * Starts, and takes over from the operating system what members send to the Internet.
   *
   * @throws IOException if sockets cannot be had
   */
  public UserGateway(
      VirtualNetwork network,
      GatewayTable.Limits limits,
      DataPlane dataPlane,
      Surroundings surroundings)
      throws IOException {
    this.network = network;
    this.open = limits.open();
    this.devices = surroundings.devices();
    this.announced = surroundings.announced();
    this.dataPlane = dataPlane;
    NatCore.Settings settings =
        new NatCore.Settings(
            natLimits(limits),
            network.serviceAddress4(),
            network.serviceAddress6(),
            DataPlane.INNER_MTU_BYTES);
    SocketSetup sockets = surroundings.sockets();
    nat =
        new UserNat(
            settings,
            rule(),
            dataPlane::sendToMember,
            new UserNat.Surroundings(
                channel -> sockets.prepare((NetworkChannel) channel),
                LinuxEchoPort.open(surroundings.mark()),
                surroundings.bootNanos(),
                new SecureRandom()));
    nat.start();
    dataPlane.carryBy(nat::onPacket);
  }

  private static NatLimits natLimits(GatewayTable.Limits limits) {
    NatLimits usual = NatLimits.DEFAULT;
    return new NatLimits(
        usual.members(),
        usual.tcpFlows(),
        Math.min(usual.tcpPerMember(), limits.connectionsPerClient()),
        Math.min(usual.connectingPerMember(), limits.connectionsPerClient()),
        usual.udpMappings(),
        Math.min(usual.udpPerMember(), limits.connectionsPerClient()),
        usual.echoPerMember(),
        limits.newPerSecond(),
        BURST_SECONDS * limits.newPerSecond(),
        usual.memoryBytes());
  }

  /** This machine's addresses may have changed: members are kept out of the new ones, too. */
  public void lookAgain() throws IOException {
    nat.setRule(rule());
  }

  private ExitRule rule() throws IOException {
    List<InetAddress> addresses = new ArrayList<>();
    List<AddressRange> networks = new ArrayList<>();
    for (NetDevice device : devices.list()) {
      for (NetDevice.Address address : device.addresses()) {
        addresses.add(address.address());
        networks.add(new AddressRange(address.address(), address.prefixBits()));
      }
    }
    List<AddressRange> groups =
        List.of(
            new AddressRange(
                network.range().network().toInetAddress(), network.range().prefixBits()),
            new AddressRange(
                network.serviceAddress6().toInetAddress(), VirtualNetwork.PREFIX6_BITS));
    List<AddressRange> allowed = new ArrayList<>(announced.get());
    for (String prefix : open) {
      allowed.add(range(prefix));
    }
    return ExitRule.of(groups, addresses, networks, allowed);
  }

  /** Of a prefix that the configuration's reader has checked: nothing is looked up. */
  private static AddressRange range(String prefix) throws UnknownHostException {
    int slash = prefix.indexOf('/');
    return new AddressRange(
        InetAddress.getByName(prefix.substring(0, slash)),
        Integer.parseInt(prefix.substring(slash + 1)));
  }

  /** Ends what {@code member} has open: it is no member any more. */
  public void forget(NodeId member) {
    nat.forget(member);
  }

  /** Whether it still carries; if not, sockets failed, and the log says why. */
  public boolean isAlive() {
    return nat.isAlive();
  }

  /** What it carries, and what it has refused and dropped, by name. */
  public SortedMap<String, Long> counters() {
    NatSnapshot now = nat.snapshot();
    SortedMap<String, Long> counters = new TreeMap<>(nat.counts().snapshot());
    counters.put("connections", (long) now.tcpFlows());
    counters.put("udp_ports", (long) now.udpMappings());
    counters.put("members", (long) now.members());
    return counters;
  }

  /** Ends all connections; members' packets are the operating system's again. */
  @Override
  public void close() throws InterruptedException {
    dataPlane.carryBy(null);
    nat.close();
  }
}
