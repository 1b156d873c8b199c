package net.groupvpn.client.dataplane;

import net.groupvpn.client.dataplane.Snapshots.View;
import net.groupvpn.dhcpdns.packet.ArpPacket;
import net.groupvpn.dhcpdns.packet.EthernetFrame;
import net.groupvpn.dhcpdns.packet.NeighbourDiscovery;

/**
 * Answers questions on the device's link for the Ethernet address of any other member, and of
 * whatever is in a network behind one: it is the router's. The system asks for this node's own
 * address to detect duplicates; these questions get no answer, and a machine behind the device
 * answers for itself. Outbound thread only.
 */
final class NeighbourAnswers {
  private static final int IP = Frame.IP;

  private final GroupAddresses addresses;
  private final FrameWriter writer;
  private final byte[] answer = new byte[IP + NeighbourDiscovery.ADVERTISEMENT_BYTES];

  NeighbourAnswers(GroupAddresses addresses, FrameWriter writer) {
    this.addresses = addresses;
    this.writer = writer;
  }

  /** Answers an ARP packet, if it is a question with an answer. */
  boolean answerArp(View view, byte[] frame, int length) {
    if (!ArpPacket.isValid(frame, IP, length - IP) || !ArpPacket.isRequest(frame, IP)) {
      return false;
    }
    int target = ArpPacket.targetAddress(frame, IP);
    int asking = ArpPacket.senderAddress(frame, IP);
    // A question for the sender's own address announces it (RFC 5227); one from 0 probes a new
    // address, which the claim has already made this node's own.
    if (!isBehindDevice(view, target) || target == asking || asking == 0) {
      return false;
    }
    ArpPacket.writeReply(
        answer, IP, FrameWriter.ROUTER_MAC, target, ArpPacket.senderMac(frame, IP), asking);
    long asker = EthernetFrame.source(frame, Frame.ETHERNET);
    return writer.writeTo(asker, answer, EthernetFrame.TYPE_ARP, ArpPacket.BYTES);
  }

  /** Another member's address, or one in a network that is reached through a member. */
  private boolean isBehindDevice(View view, int target) {
    return addresses.isHost(target)
        ? !view.isOwn(target)
        : view.subnets().holds(0, VirtualAddress.mapped(target));
  }

  /** Answers the valid IPv6 packet in {@code frame}, if it is a solicitation with an answer. */
  boolean answerSolicitation(View view, byte[] frame) {
    if (!NeighbourDiscovery.isSolicitation(frame, IP)
        || NeighbourDiscovery.isDuplicateDetection(frame, IP)) {
      return false;
    }
    long high = NeighbourDiscovery.targetHigh(frame, IP);
    long low = NeighbourDiscovery.targetLow(frame, IP);
    boolean isMember = addresses.hasPrefix(high) && !addresses.isOwn(high, low);
    int machine = addresses.machineOf(high);
    boolean isMachine = machine != GroupAddresses.NO_MACHINE && !view.isOwn(machine);
    if (!isMember && !isMachine && !view.subnets().holds(high, low)) {
      return false;
    }
    int written =
        NeighbourDiscovery.writeAdvertisement(answer, IP, frame, IP, FrameWriter.ROUTER_MAC);
    long asker = EthernetFrame.source(frame, Frame.ETHERNET);
    return writer.writeTo(asker, answer, EthernetFrame.TYPE_IPV6, written);
  }
}
