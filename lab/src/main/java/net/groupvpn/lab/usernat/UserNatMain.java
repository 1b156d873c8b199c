package net.groupvpn.lab.usernat;

import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.List;
import net.groupvpn.client.device.LinuxBootClock;
import net.groupvpn.client.device.LinuxEchoPort;
import net.groupvpn.client.device.LinuxTap;
import net.groupvpn.client.device.Offload;
import net.groupvpn.client.device.VirtioHeader;
import net.groupvpn.client.device.Waiter;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.dhcpdns.packet.EthernetFrame;
import net.groupvpn.gateway.ExitRule;
import net.groupvpn.gateway.nat.NatCore;
import net.groupvpn.gateway.nat.NatLimits;
import net.groupvpn.gateway.nat.io.SocketMarker;
import net.groupvpn.gateway.nat.io.UserNat;
import net.groupvpn.lab.bed.Commands;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.AddressRange;

/**
 * A gateway that is nothing but a user-space NAT: what a device in the member's namespace sends
 * goes through it to the network of the namespace that this process runs in.
 */
public final class UserNatMain {
  /** What it prints once packets flow. */
  public static final String READY = "NAT is up";

  /** The gateway's address on the device, /24. */
  public static final String GATEWAY_4 = "10.128.0.1";

  /** The gateway's address on the device, /64. */
  public static final String GATEWAY_6 = "fd12:3456:789a::1";

  /** The Ethernet address that stands for the gateway. */
  public static final String GATEWAY_MAC = "02:00:00:00:00:01";

  private static final int MTU = 1_400;
  private static final long GATEWAY_MAC_BITS = 0x02_00_00_00_00_01L;
  private static final NodeId MEMBER = NodeId.hash(new byte[] {1});
  private static final int HEADERS = VirtioHeader.BYTES + EthernetFrame.HEADER_BYTES;

  private final LinuxTap tap;

  private UserNatMain(LinuxTap tap) {
    this.tap = tap;
  }

  /** Takes the member's namespace and the name of the device there. */
  public static void main(String[] args) throws IOException, InterruptedException {
    try (LinuxTap tap = LinuxTap.open(args[1], EnumSet.noneOf(Offload.class))) {
      Commands.run("ip", "link", "set", args[1], "mtu", Integer.toString(MTU), "netns", args[0]);
      new UserNatMain(tap).run();
    }
  }

  private void run() throws IOException, InterruptedException {
    LinuxBootClock clock = new LinuxBootClock();
    NatCore.Settings settings =
        new NatCore.Settings(
            NatLimits.DEFAULT,
            Ipv4Address.parse(GATEWAY_4),
            Ipv6Address.of(InetAddress.getByName(GATEWAY_6).getAddress()),
            MTU);
    ExitRule rule =
        ExitRule.of(
            List.of(new AddressRange(InetAddress.getByName("10.128.0.0"), 24)),
            List.of(),
            List.of(),
            List.of());
    UserNat.Surroundings surroundings =
        new UserNat.Surroundings(
            SocketMarker.NONE, LinuxEchoPort.open(0), clock::bootNanos, new SecureRandom());
    try (UserNat nat =
        new UserNat(settings, rule, (member, packet) -> write(packet), surroundings)) {
      nat.start();
      Thread teller =
          new Thread(() -> System.out.println(nat.snapshot() + " " + nat.counts().snapshot()));
      Runtime.getRuntime().addShutdownHook(teller);
      System.out.println(READY);
      pump(nat);
    }
  }

  private void pump(UserNat nat) throws IOException {
    byte[] frame = new byte[LinuxTap.MAX_FRAME_BYTES];
    try (Waiter waiter = tap.waiter()) {
      while (nat.isAlive()) {
        waiter.await();
        for (int length = tap.receive(); length > 0; length = tap.receive()) {
          tap.copyTo(frame, length);
          if (length > HEADERS && isIp(frame)) {
            byte[] packet = new byte[length - HEADERS];
            System.arraycopy(frame, HEADERS, packet, 0, packet.length);
            nat.onPacket(packet, MEMBER);
          }
        }
      }
    }
  }

  private static boolean isIp(byte[] frame) {
    int type = EthernetFrame.type(frame, VirtioHeader.BYTES);
    return type == EthernetFrame.TYPE_IPV4 || type == EthernetFrame.TYPE_IPV6;
  }

  private void write(byte[] packet) {
    byte[] frame = new byte[HEADERS + packet.length];
    boolean isIpv4 = packet[0] >>> 4 == 4;
    EthernetFrame.write(
        frame,
        VirtioHeader.BYTES,
        tap.mac(),
        GATEWAY_MAC_BITS,
        isIpv4 ? EthernetFrame.TYPE_IPV4 : EthernetFrame.TYPE_IPV6);
    System.arraycopy(packet, 0, frame, HEADERS, packet.length);
    tap.write(frame, 0, frame.length);
  }
}
