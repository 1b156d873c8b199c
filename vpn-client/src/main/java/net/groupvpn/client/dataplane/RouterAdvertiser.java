package net.groupvpn.client.dataplane;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import net.groupvpn.client.dataplane.Snapshots.View;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.dhcpdns.packet.EthernetFrame;
import net.groupvpn.dhcpdns.packet.RouterDiscovery;
import net.groupvpn.dhcpdns.packet.RouterDiscovery.Prefix;
import net.groupvpn.overlay.io.BootClock;

/**
 * Tells each machine behind the device the prefix of its IPv6 addresses: one for it alone (RFC
 * 8273), which follows from its IPv4 address. It is told when it asks, when it gets its lease by
 * DHCP and when it renews that. It is not told to send anything else here: this is no default
 * router. {@link #answer} is for the outbound thread, {@link #publishMachines} for the engine's.
 */
final class RouterAdvertiser {
  /** As long as the longest lease by DHCP, which is renewed, and said again, after half of it. */
  static final int LIFETIME_SECONDS = 3_240;

  /** A machine is told again, without asking, at most so often. */
  static final long AGAIN_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** Answers to all machines in a second in the long run, and at once after some quiet. */
  static final int PER_SECOND = 10;

  static final int BURST = 100;

  private static final int IP = Frame.IP;

  private final GroupAddresses addresses;
  private final FrameWriter writer;
  private final BootClock clock;
  private final TokenBucket budget;
  private final Map<Integer, Long> toldNanos = new HashMap<>();
  private MachineTable told = MachineTable.NONE;

  RouterAdvertiser(GroupAddresses addresses, FrameWriter writer, BootClock clock) {
    this.addresses = addresses;
    this.writer = writer;
    this.clock = clock;
    this.budget = new TokenBucket(PER_SECOND, BURST, clock.bootNanos());
  }

  /** Answers the valid IPv6 packet in {@code frame}, if a machine asks for routers by it. */
  boolean answer(View view, Frame frame) {
    if (!RouterDiscovery.isSolicitation(frame.bytes, IP) || !addresses.haveMachinesIpv6()) {
      return false;
    }
    long mac = EthernetFrame.source(frame.bytes, Frame.ETHERNET);
    int ipv4 = view.machines().addressOf(mac);
    if (ipv4 == 0 || !budget.has(1, clock.bootNanos())) {
      return false;
    }
    budget.take(1);
    return tell(mac, ipv4, LIFETIME_SECONDS);
  }

  /** These machines have addresses from now on. */
  void publishMachines(MachineTable machines) {
    if (!addresses.haveMachinesIpv6()) {
      return;
    }
    for (int i = 0; i < told.size(); i++) {
      if (machines.macOf(told.address(i)) != told.mac(i)) {
        tell(told.mac(i), told.address(i), 0);
        toldNanos.remove(told.address(i));
      }
    }
    long now = clock.bootNanos();
    for (int i = 0; i < machines.size(); i++) {
      Long last = toldNanos.get(machines.address(i));
      if (last == null || now - last >= AGAIN_NANOS) {
        toldNanos.put(machines.address(i), now);
        tell(machines.mac(i), machines.address(i), LIFETIME_SECONDS);
      }
    }
    told = machines;
  }

  /** With 0 for the preferred time, it is to use other addresses. */
  private boolean tell(long mac, int ipv4, int preferredSeconds) {
    byte[] frame = new byte[IP + RouterDiscovery.ADVERTISEMENT_BYTES];
    int written =
        RouterDiscovery.writeAdvertisement(
            frame,
            IP,
            FrameWriter.ROUTER_MAC,
            DataPlane.INNER_MTU_BYTES,
            new Prefix(
                addresses.link6(),
                VirtualNetwork.LINK6_BITS,
                true,
                LIFETIME_SECONDS,
                LIFETIME_SECONDS),
            new Prefix(
                addresses.machineHigh(ipv4), Long.SIZE, false, LIFETIME_SECONDS, preferredSeconds));
    return writer.writeTo(mac, frame, EthernetFrame.TYPE_IPV6, written);
  }
}
