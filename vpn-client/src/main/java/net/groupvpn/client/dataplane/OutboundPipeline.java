package net.groupvpn.client.dataplane;

import java.io.IOException;
import net.groupvpn.client.device.TapDevice;
import net.groupvpn.dhcpdns.packet.EthernetFrame;
import net.groupvpn.dhcpdns.packet.Ipv4Packet;
import net.groupvpn.dhcpdns.packet.Ipv6Packet;
import net.groupvpn.overlay.io.BootClock;
import org.jspecify.annotations.Nullable;

/**
 * From the operating system to the peers, on one thread. The methods are in a packet's order:
 *
 * <ol>
 *   <li>{@link #readSome}: frames are read from the device
 *   <li>{@link #onFrame}: distinguished by EtherType
 *   <li>{@link #onArp}, and neighbour solicitations in {@link #onIpv6}: answered here
 *   <li>{@link #onIpv4}, {@link #onIpv6}: is the source this node's, is the destination in the
 *       group; the service address is answered here
 *   <li>{@link #enqueue}: into a fair queue; under overload the longest flow loses frames
 *   <li>{@link #sendSome}: out of that queue
 *   <li>{@link Forwarder}: finds the destination's owner; packets wait while it is unknown
 *   <li>{@link PeerSender}: cuts frames into packets, seals them, sends them in batches
 * </ol>
 *
 * <p>Each round reads more than it sends, so that frames wait in the fair queue rather than in the
 * device's. Malformed and unwanted frames are dropped and counted.
 */
final class OutboundPipeline {
  private static final int IP = Frame.IP;

  /** Limits of one round of reading, in frames and bytes. */
  private static final int READ_FRAMES = 64;

  private static final int READ_BYTES = 256 << 10;

  /** Limit of one round of sending. */
  private static final int SEND_FRAMES = 64;

  private static final int SEND_BYTES = 128 << 10;

  private final TapDevice tap;
  private final GroupAddresses addresses;
  private final Snapshots snapshots;
  private final LocalAnswers answers;
  private final Forwarder forwarder;
  private final PeerSender sender;
  private final PacketCounters counters;
  private final FramePool pool = new FramePool();
  private final FairQueue queue = new FairQueue();

  /** The local answers, which need no peer. */
  record LocalAnswers(
      NeighbourAnswers neighbours, ServiceAnswers services, OwnDatagrams ownDatagrams) {}

  OutboundPipeline(
      TapDevice tap,
      GroupAddresses addresses,
      Snapshots snapshots,
      LocalAnswers answers,
      Forwarder forwarder,
      PeerSender sender,
      PacketCounters counters) {
    this.tap = tap;
    this.addresses = addresses;
    this.snapshots = snapshots;
    this.answers = answers;
    this.forwarder = forwarder;
    this.sender = sender;
    this.counters = counters;
  }

  /** Reads the frames that have arrived, up to a limit; false if there were none. */
  boolean readSome() throws IOException {
    int frames = 0;
    int bytes = 0;
    while (frames < READ_FRAMES && bytes < READ_BYTES) {
      int length = tap.receive();
      if (length == TapDevice.NOTHING) {
        break;
      }
      frames++;
      bytes += length;
      Frame frame = take(length);
      if (frame == null) {
        counters.increment(PacketCount.OUTBOUND_OVERLOAD);
      } else {
        tap.copyTo(frame.bytes, length);
        onFrame(frame);
      }
    }
    return frames > 0;
  }

  /** Memory for a frame; takes that of another frame if necessary. */
  private @Nullable Frame take(int length) {
    Frame frame = pool.take(length);
    while (frame == null) {
      Frame victim = queue.dropFattest();
      if (victim == null) {
        return null;
      }
      drop(victim);
      frame = pool.take(length);
    }
    return frame;
  }

  private void drop(Frame victim) {
    counters.increment(PacketCount.OUTBOUND_OVERLOAD);
    pool.put(victim);
  }

  private void onFrame(Frame frame) {
    boolean queued = false;
    if (frame.length < IP) {
      counters.increment(PacketCount.OUTBOUND_MALFORMED);
    } else {
      switch (EthernetFrame.type(frame.bytes, Frame.ETHERNET)) {
        case EthernetFrame.TYPE_ARP -> onArp(frame);
        case EthernetFrame.TYPE_IPV4 -> queued = onIpv4(frame);
        case EthernetFrame.TYPE_IPV6 -> queued = onIpv6(frame);
        default -> counters.increment(PacketCount.OUTBOUND_ETHERTYPE);
      }
    }
    if (!queued) {
      pool.put(frame);
    }
  }

  private void onArp(Frame frame) {
    boolean answered = answers.neighbours().answerArp(snapshots.view(), frame.bytes, frame.length);
    counters.increment(answered ? PacketCount.ANSWERED_ARP : PacketCount.OUTBOUND_ARP);
  }

  private boolean onIpv4(Frame frame) {
    byte[] bytes = frame.bytes;
    if (!Ipv4Packet.isValid(bytes, IP, frame.packetBytes())) {
      counters.increment(PacketCount.OUTBOUND_MALFORMED);
      return false;
    }
    int destination = Ipv4Packet.destination(bytes, IP);
    if (Ipv4Packet.isGroupAddress(destination) || addresses.isBroadcast(destination)) {
      counters.increment(PacketCount.OUTBOUND_MULTICAST);
    } else if (!snapshots.view().isOwn(Ipv4Packet.source(bytes, IP))) {
      counters.increment(PacketCount.OUTBOUND_SOURCE);
    } else if (answers.ownDatagrams().isOne(bytes, IP, frame.packetBytes())) {
      counters.increment(PacketCount.OUTBOUND_OWN);
    } else if (!addresses.isHost(destination)) {
      counters.increment(PacketCount.OUTBOUND_FOREIGN);
    } else if (addresses.isService(destination)) {
      answers.services().onIpv4(frame);
    } else {
      frame.length = IP + Ipv4Packet.totalBytes(bytes, IP);
      return enqueue(frame, 0, VirtualAddress.mapped(destination));
    }
    return false;
  }

  private boolean onIpv6(Frame frame) {
    byte[] bytes = frame.bytes;
    if (!Ipv6Packet.isValid(bytes, IP, frame.packetBytes())) {
      counters.increment(PacketCount.OUTBOUND_MALFORMED);
      return false;
    }
    if (answers.neighbours().answerSolicitation(bytes)) {
      counters.increment(PacketCount.ANSWERED_NEIGHBOUR);
      return false;
    }
    long high = Ipv6Packet.destinationHigh(bytes, IP);
    long low = Ipv6Packet.destinationLow(bytes, IP);
    if (Ipv6Packet.isGroupAddress(high) || Ipv6Packet.isLinkLocal(high)) {
      counters.increment(PacketCount.OUTBOUND_MULTICAST);
    } else if (!addresses.isOwn(
        Ipv6Packet.sourceHigh(bytes, IP), Ipv6Packet.sourceLow(bytes, IP))) {
      counters.increment(PacketCount.OUTBOUND_SOURCE);
    } else if (answers.ownDatagrams().isOne(bytes, IP, frame.packetBytes())) {
      counters.increment(PacketCount.OUTBOUND_OWN);
    } else if (!addresses.hasPrefix(high) || addresses.isOwn(high, low)) {
      counters.increment(PacketCount.OUTBOUND_FOREIGN);
    } else if (addresses.isService(high, low)) {
      answers.services().onIpv6(frame);
    } else {
      frame.length = IP + Ipv6Packet.totalBytes(bytes, IP);
      return enqueue(frame, high, low);
    }
    return false;
  }

  private boolean enqueue(Frame frame, long high, long low) {
    frame.destinationHigh = high;
    frame.destinationLow = low;
    int destinationHash = Transport.mix(Long.hashCode(high ^ low));
    queue.add(frame, destinationHash, Transport.flowHash(frame.bytes, IP, frame.packetBytes()));
    while (queue.bytes() > FairQueue.LIMIT_BYTES) {
      Frame victim = queue.dropFattest();
      if (victim == null) {
        throw new IllegalStateException("a queue of " + queue.bytes() + " bytes is empty");
      }
      drop(victim);
    }
    return true;
  }

  /** Sends waiting frames, up to a limit; false if none waited. */
  boolean sendSome(BootClock clock) {
    if (queue.isEmpty()) {
      return false;
    }
    long now = clock.bootNanos();
    int bytes = 0;
    for (int frames = 0; frames < SEND_FRAMES && bytes < SEND_BYTES; frames++) {
      Frame frame = queue.poll();
      if (frame == null) {
        break;
      }
      bytes += frame.length;
      forwarder.forward(frame, now);
      pool.put(frame);
    }
    sender.flush();
    return true;
  }
}
