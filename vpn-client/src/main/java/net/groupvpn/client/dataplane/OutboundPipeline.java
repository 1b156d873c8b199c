package net.groupvpn.client.dataplane;

import java.io.IOException;
import net.groupvpn.client.device.TapDevice;
import net.groupvpn.dhcpdns.packet.EthernetFrame;
import net.groupvpn.dhcpdns.packet.Ipv4Packet;
import net.groupvpn.dhcpdns.packet.Ipv6Packet;

/**
 * From the operating system to the peers, on one thread. The methods stand in a packet's order:
 *
 * <ol>
 *   <li>{@link #run}: a frame is read from the device
 *   <li>{@link #onFrame}: by its EtherType
 *   <li>{@link #onArp}, and neighbour solicitations in {@link #onIpv6}: answered here
 *   <li>{@link #onIpv4}, {@link #onIpv6}: is the source ours, is the destination the group's; the
 *       service address is answered here
 *   <li>{@link Forwarder}: who owns the destination; packets wait while nobody is known
 *   <li>{@link PeerSender}: sealed, sent
 * </ol>
 *
 * <p>Malformed and unwanted frames are dropped and counted.
 */
final class OutboundPipeline {
  private static final int IP = EthernetFrame.HEADER_BYTES;

  private final TapDevice tap;
  private final GroupAddresses addresses;
  private final Snapshots snapshots;
  private final NeighbourAnswers neighbours;
  private final ServiceAnswers services;
  private final Forwarder forwarder;
  private final PacketCounters counters;
  private final byte[] frame = new byte[TapDevice.MAX_FRAME_BYTES];

  OutboundPipeline(
      TapDevice tap,
      GroupAddresses addresses,
      Snapshots snapshots,
      NeighbourAnswers neighbours,
      ServiceAnswers services,
      Forwarder forwarder,
      PacketCounters counters) {
    this.tap = tap;
    this.addresses = addresses;
    this.snapshots = snapshots;
    this.neighbours = neighbours;
    this.services = services;
    this.forwarder = forwarder;
    this.counters = counters;
  }

  /** Reads until the device is closed. */
  void run() throws IOException {
    for (int length = tap.read(frame); length != TapDevice.CLOSED; length = tap.read(frame)) {
      onFrame(length);
    }
  }

  private void onFrame(int length) {
    if (!EthernetFrame.isValid(frame, 0, length)) {
      counters.increment(PacketCount.OUTBOUND_MALFORMED);
      return;
    }
    switch (EthernetFrame.type(frame, 0)) {
      case EthernetFrame.TYPE_ARP -> onArp(length);
      case EthernetFrame.TYPE_IPV4 -> onIpv4(length - IP);
      case EthernetFrame.TYPE_IPV6 -> onIpv6(length - IP);
      default -> counters.increment(PacketCount.OUTBOUND_ETHERTYPE);
    }
  }

  private void onArp(int length) {
    boolean answered = neighbours.answerArp(snapshots.view(), frame, length);
    counters.increment(answered ? PacketCount.ANSWERED_ARP : PacketCount.OUTBOUND_ARP);
  }

  private void onIpv4(int available) {
    if (!Ipv4Packet.isValid(frame, IP, available)) {
      counters.increment(PacketCount.OUTBOUND_MALFORMED);
      return;
    }
    int destination = Ipv4Packet.destination(frame, IP);
    if (Ipv4Packet.isGroupAddress(destination) || addresses.isBroadcast(destination)) {
      counters.increment(PacketCount.OUTBOUND_MULTICAST);
    } else if (!snapshots.view().isOwn(Ipv4Packet.source(frame, IP))) {
      counters.increment(PacketCount.OUTBOUND_SOURCE);
    } else if (!addresses.isHost(destination)) {
      counters.increment(PacketCount.OUTBOUND_FOREIGN);
    } else if (addresses.isService(destination)) {
      services.onIpv4(frame);
    } else {
      int length = Ipv4Packet.totalBytes(frame, IP);
      forwarder.forward(frame, IP, length, 0, VirtualAddress.mapped(destination));
    }
  }

  private void onIpv6(int available) {
    if (!Ipv6Packet.isValid(frame, IP, available)) {
      counters.increment(PacketCount.OUTBOUND_MALFORMED);
      return;
    }
    if (neighbours.answerSolicitation(frame)) {
      counters.increment(PacketCount.ANSWERED_NEIGHBOUR);
      return;
    }
    long high = Ipv6Packet.destinationHigh(frame, IP);
    long low = Ipv6Packet.destinationLow(frame, IP);
    if (Ipv6Packet.isGroupAddress(high) || Ipv6Packet.isLinkLocal(high)) {
      counters.increment(PacketCount.OUTBOUND_MULTICAST);
    } else if (!addresses.isOwn(
        Ipv6Packet.sourceHigh(frame, IP), Ipv6Packet.sourceLow(frame, IP))) {
      counters.increment(PacketCount.OUTBOUND_SOURCE);
    } else if (!addresses.hasPrefix(high) || addresses.isOwn(high, low)) {
      counters.increment(PacketCount.OUTBOUND_FOREIGN);
    } else if (addresses.isService(high, low)) {
      services.onIpv6(frame);
    } else {
      forwarder.forward(frame, IP, Ipv6Packet.totalBytes(frame, IP), high, low);
    }
  }
}
