package net.groupvpn.lab.tunnel;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import net.groupvpn.client.device.BatchPort;
import net.groupvpn.client.device.Destination;
import net.groupvpn.client.device.LinuxTap;
import net.groupvpn.client.device.Offload;
import net.groupvpn.client.device.SendBatch;
import net.groupvpn.client.machine.JournaledSetup;
import net.groupvpn.client.machine.LinuxMachine;
import net.groupvpn.client.os.AddressPrefix;
import net.groupvpn.client.os.OwnDevice;
import net.groupvpn.client.os.SystemLook;
import net.groupvpn.client.tunnel.ExemptPeers;
import net.groupvpn.client.tunnel.FullTunnel;
import net.groupvpn.client.tunnel.InnerDevices;
import net.groupvpn.client.tunnel.RoutingMode;
import net.groupvpn.client.tunnel.RoutingModes;
import net.groupvpn.client.tunnel.TunnelPlan;
import net.groupvpn.client.tunnel.TunnelSettings;
import net.groupvpn.overlay.path.Endpoint;

/**
 * A client in full tunnel, by one routing mode, that sends its own datagrams to peers which send
 * them back. Whatever enters its device is lost.
 */
public final class OwnPackets {
  /** Said of each peer from which all came back, before the endpoint. */
  public static final String BACK = "all came back from ";

  private static final String DEVICE = "gvpn0";
  private static final int PORT = 7_400;
  private static final int MTU_BYTES = 1_400;
  private static final int MAX_BYTES = 65_535;
  private static final int DATAGRAMS = 40;
  private static final int DATAGRAM_BYTES = 1_300;
  private static final int LAST_BYTES = 77;
  private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  private final BatchPort port;
  private final byte[] bytes = new byte[MAX_BYTES];

  private OwnPackets(BatchPort port) {
    this.port = port;
  }

  /** A state directory, a routing mode, and endpoints of peers. */
  public static void main(String[] arguments) throws IOException {
    Path stateDir = Files.createDirectories(Path.of(arguments[0]));
    LinuxMachine machine = new LinuxMachine();
    JournaledSetup setup = machine.setup(stateDir);
    try (LinuxTap tap = LinuxTap.open(DEVICE);
        BatchPort port = machine.openPort(PORT, EnumSet.allOf(Offload.class))) {
      FullTunnel tunnel = tunnel(machine, setup);
      tunnel.start(plan(setup, RoutingMode.valueOf(arguments[1])));
      OwnPackets packets = new OwnPackets(port);
      for (String each : List.of(arguments).subList(2, arguments.length)) {
        packets.exchange(Objects.requireNonNull(Endpoint.parse(each)));
        System.out.println(BACK + each);
      }
      tunnel.end();
    }
  }

  private static FullTunnel tunnel(LinuxMachine machine, JournaledSetup setup) {
    return new FullTunnel(
        TunnelHolder.NETWORK,
        setup,
        new SystemLook(machine.questions(), Path.of("/proc")),
        () -> InnerDevices.NONE,
        true,
        all -> {},
        RoutingModes.of(
            machine.questions(),
            machine.devices(),
            machine.bypass(),
            new ExemptPeers(),
            machine.sockets()));
  }

  private static TunnelPlan plan(JournaledSetup setup, RoutingMode mode) throws IOException {
    AddressPrefix own4 = new AddressPrefix(InetAddress.getByName("10.128.3.4"), 16);
    AddressPrefix own6 = new AddressPrefix(InetAddress.getByName("fd47::3"), 64);
    OwnDevice device = new OwnDevice(setup, DEVICE, MTU_BYTES);
    device.bringUp("GroupVPN, UDP port " + PORT);
    device.addAddress(own4);
    device.addAddress(own6);
    TunnelSettings usual = TunnelSettings.DEFAULT;
    TunnelSettings settings =
        new TunnelSettings(
            usual.mark(),
            usual.mask(),
            usual.table(),
            usual.priority(),
            false,
            true,
            List.of(mode));
    return new TunnelPlan(
        DEVICE,
        new TunnelPlan.Way(own4.address(), InetAddress.getByName("10.128.0.1")),
        new TunnelPlan.Way(own6.address(), InetAddress.getByName("fd47::1")),
        List.of(own4.network(), own6.network()),
        List.of(),
        Set.of(),
        settings);
  }

  /** Sends as one run until all came back in one round: the router must be found first. */
  private void exchange(Endpoint peer) throws IOException {
    List<Integer> wanted = new ArrayList<>();
    for (int i = 0; i < DATAGRAMS; i++) {
      wanted.add(i < DATAGRAMS - 1 ? DATAGRAM_BYTES : LAST_BYTES);
    }
    Map<Integer, Integer> back = new TreeMap<>();
    for (int round = 1; back.size() < DATAGRAMS; round++) {
      back.clear();
      send(peer, round, wanted);
      long end = System.nanoTime() + ROUND_NANOS;
      while (back.size() < DATAGRAMS && System.nanoTime() < end) {
        take(peer, round, back);
      }
    }
    if (!new ArrayList<>(back.values()).equals(wanted)) {
      throw new IllegalStateException("these lengths came back: " + back);
    }
  }

  private void send(Endpoint peer, int round, List<Integer> lengths) {
    SendBatch batch = new SendBatch(SendBatch.CAPACITY_BYTES);
    Destination to = new Destination(peer, null);
    for (int i = 0; i < lengths.size(); i++) {
      batch.bytes()[batch.position()] = (byte) round;
      batch.bytes()[batch.position() + 1] = (byte) i;
      batch.add(to, lengths.get(i));
    }
    port.send(batch, (where, count, longest, tooLong) -> {});
  }

  private void take(Endpoint peer, int round, Map<Integer, Integer> back) throws IOException {
    int count = port.receive();
    for (int message = 0; message < count; message++) {
      int length = port.copyTo(message, bytes);
      int segment = port.segmentBytes(message);
      boolean isPeers = peer.equals(port.source(message));
      for (int at = 0; at < length; at += segment) {
        if (isPeers && bytes[at] == (byte) round) {
          back.merge((int) bytes[at + 1], Math.min(segment, length - at), Integer::sum);
        }
      }
    }
  }
}
