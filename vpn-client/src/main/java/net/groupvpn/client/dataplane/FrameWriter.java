package net.groupvpn.client.dataplane;

import net.groupvpn.client.device.Offload;
import net.groupvpn.client.device.TapDevice;
import net.groupvpn.client.device.TapDevice.Written;
import net.groupvpn.client.device.VirtioHeader;
import net.groupvpn.dhcpdns.packet.EthernetFrame;
import net.groupvpn.dhcpdns.packet.Ipv4Packet;
import net.groupvpn.dhcpdns.packet.Ipv6Packet;

/**
 * Passes packets to the operating system, and to machines behind the device, as if they came from
 * the only router that they see on the link. Frames have the layout of {@link Frame}. Thread-safe.
 */
final class FrameWriter {
  /** The router's Ethernet address: locally administered, then "gvpn", then 1. */
  static final long ROUTER_MAC = 0x02_67_76_70_6e_01L;

  private final TapDevice tap;
  private final GroupAddresses addresses;
  private volatile MachineTable machines = MachineTable.NONE;

  FrameWriter(TapDevice tap, GroupAddresses addresses) {
    this.tap = tap;
    this.addresses = addresses;
  }

  /** Writes a complete packet of {@code length} bytes; false if the device refused. */
  boolean write(byte[] frame, int etherType, int length) {
    VirtioHeader.clear(frame);
    return writePrepared(frame, etherType, length) == Written.TAKEN;
  }

  /** Writes a complete packet to one machine on the link, or by broadcast to all. */
  boolean writeTo(long mac, byte[] frame, int etherType, int length) {
    VirtioHeader.clear(frame);
    EthernetFrame.write(frame, Frame.ETHERNET, mac, ROUTER_MAC, etherType);
    return tap.write(frame, 0, Frame.IP + length) == Written.TAKEN;
  }

  /** The device's own Ethernet address. */
  long ownMac() {
    return tap.mac();
  }

  /**
   * Writes a packet with an unfinished TCP or UDP checksum at {@code transport}: the kernel
   * completes it where necessary; if the device cannot do that, this method does.
   */
  boolean writePartial(byte[] frame, int etherType, int length, int transport) {
    int protocol = Transport.protocol(frame, Frame.IP);
    if (tap.offloads().contains(Offload.CHECKSUM)) {
      VirtioHeader.writePartial(
          frame, transport - Frame.ETHERNET, Transport.checksumOffset(protocol));
      return writePrepared(frame, etherType, length) == Written.TAKEN;
    }
    Transport.complete(frame, Frame.IP, transport, Frame.IP + length - transport, protocol);
    return write(frame, etherType, length);
  }

  /** Writes a frame that stands for many packets; the virtio header is already there. */
  Written writePrepared(byte[] frame, int etherType, int length) {
    EthernetFrame.write(frame, Frame.ETHERNET, receiver(frame, etherType), ROUTER_MAC, etherType);
    return tap.write(frame, 0, Frame.IP + length);
  }

  private long receiver(byte[] frame, int etherType) {
    MachineTable known = machines;
    if (known.isEmpty()) {
      return tap.mac();
    }
    int ipv4 =
        etherType == EthernetFrame.TYPE_IPV4
            ? Ipv4Packet.destination(frame, Frame.IP)
            : addresses.machineOf(Ipv6Packet.destinationHigh(frame, Frame.IP));
    long mac = known.macOf(ipv4);
    return mac == MachineTable.NO_MAC ? tap.mac() : mac;
  }

  /** From now on packets to these machines go to their Ethernet addresses. */
  void publishMachines(MachineTable newMachines) {
    machines = newMachines;
  }
}
