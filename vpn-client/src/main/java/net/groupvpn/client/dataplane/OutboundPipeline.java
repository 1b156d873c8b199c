package net.groupvpn.client.dataplane;

import java.io.IOException;
import net.groupvpn.client.dataplane.Snapshots.View;
import net.groupvpn.client.device.TapDevice;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.dhcpdns.packet.EthernetFrame;
import net.groupvpn.dhcpdns.packet.Ipv4Packet;
import net.groupvpn.dhcpdns.packet.Ipv6Packet;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.io.BootClock;
import org.jspecify.annotations.Nullable;

/**
 * From the operating system to the peers, on one thread. The methods are in a packet's order:
 *
 * <ol>
 *   <li>{@link #readSome}: frames are read from the device
 *   <li>{@link #onFrame}: distinguished by EtherType
 *   <li>{@link #onArp}, and neighbour solicitations in {@link #onIpv6}: answered here
 *   <li>{@link #onIpv4}, {@link #onIpv6}: DHCP is answered here; is the source ours, is the
 *       destination the group's; the service address is answered here; what is for elsewhere is for
 *       the gateway in use, and on a gateway what comes from elsewhere is for members
 *   <li>{@link #enqueue}: into a fair queue; under overload the longest flow loses
 *   <li>{@link #sendSome}: out of it
 *   <li>{@link Forwarder}: who owns the destination; packets wait while nobody is known
 *   <li>{@link PeerSender}: made into packets, sealed, sent in batches
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
      NeighbourAnswers neighbours,
      ServiceAnswers services,
      OwnDatagrams ownDatagrams,
      ExitAnswers exits,
      DhcpAnswers dhcp,
      RouterAdvertiser routers) {}

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
    View view = snapshots.view();
    long mac = EthernetFrame.source(bytes, Frame.ETHERNET);
    int source = Ipv4Packet.source(bytes, IP);
    int destination = Ipv4Packet.destination(bytes, IP);
    frame.length = IP + Ipv4Packet.totalBytes(bytes, IP);
    if (DhcpPorts.areUsed(bytes, IP, false)) {
      answers.dhcp().onIpv4(frame);
    } else if (Ipv4Packet.isGroupAddress(destination) || addresses.isBroadcast(destination)) {
      counters.increment(PacketCount.OUTBOUND_MULTICAST);
    } else if (!view.maySend(source, mac)) {
      boolean isAnswer =
          addresses.isOutside(source)
              && view.host().sendsFrom(mac)
              && view.isCarried(0, VirtualAddress.mapped(source));
      if (isAnswer && isMember4(view, destination)) {
        return enqueue(frame, 0, VirtualAddress.mapped(destination));
      }
      onForeignSource(isAnswer && addresses.isService(destination), frame, false);
    } else if (answers.ownDatagrams().isOne(bytes, IP, frame.packetBytes())) {
      counters.increment(PacketCount.OUTBOUND_OWN);
    } else if (!addresses.isHost(destination)) {
      return addresses.isOutside(destination)
          ? toOutside(view, frame, 0, VirtualAddress.mapped(destination))
          : isForeign();
    } else if (addresses.isService(destination)) {
      answers.services().onIpv4(frame);
    } else {
      return enqueue(frame, 0, VirtualAddress.mapped(destination));
    }
    return false;
  }

  /** The system has forwarded the answer to a gateway's test of itself, or it is nobody's. */
  private void onForeignSource(boolean mayBeTest, Frame frame, boolean isIpv6) {
    if (!mayBeTest || !answers.exits().isTestPassed(frame.bytes, isIpv6)) {
      counters.increment(PacketCount.OUTBOUND_SOURCE);
    }
  }

  private boolean isMember4(View view, int destination) {
    return addresses.isHost(destination)
        && !addresses.isService(destination)
        && !view.isOwn(destination);
  }

  /** To whoever has the network behind it, else to the gateway in use, as to its own address. */
  private boolean toOutside(View view, Frame frame, long high, long low) {
    Ipv6Address exit = view.subnets().holds(high, low) ? subnetWay(view, high, low) : view.exit();
    if (exit == null) {
      answers.exits().refuse(frame.bytes, !VirtualAddress.isIpv4(high, low));
      return false;
    }
    return enqueue(frame, exit.high(), exit.low());
  }

  private @Nullable Ipv6Address subnetWay(View view, long high, long low) {
    NodeId way = view.subnets().wayTo(high, low);
    return way == null ? null : addresses.addressOf(way);
  }

  private boolean isForeign() {
    counters.increment(PacketCount.OUTBOUND_FOREIGN);
    return false;
  }

  private boolean onIpv6(Frame frame) {
    byte[] bytes = frame.bytes;
    if (!Ipv6Packet.isValid(bytes, IP, frame.packetBytes())) {
      counters.increment(PacketCount.OUTBOUND_MALFORMED);
      return false;
    }
    View view = snapshots.view();
    if (answers.neighbours().answerSolicitation(view, bytes)) {
      counters.increment(PacketCount.ANSWERED_NEIGHBOUR);
      return false;
    }
    boolean isOfHost = view.host().sendsFrom(EthernetFrame.source(bytes, Frame.ETHERNET));
    long sourceHigh = Ipv6Packet.sourceHigh(bytes, IP);
    long sourceLow = Ipv6Packet.sourceLow(bytes, IP);
    long high = Ipv6Packet.destinationHigh(bytes, IP);
    long low = Ipv6Packet.destinationLow(bytes, IP);
    int machine = addresses.machineOf(sourceHigh);
    boolean isOfMachine = view.isMachine(machine, EthernetFrame.source(bytes, Frame.ETHERNET));
    frame.length = IP + Ipv6Packet.totalBytes(bytes, IP);
    if (answers.routers().answer(view, frame)) {
      counters.increment(PacketCount.ANSWERED_ROUTER);
    } else if (DhcpPorts.areUsed(bytes, IP, true)) {
      counters.increment(PacketCount.OUTBOUND_DHCP);
    } else if (Ipv6Packet.isGroupAddress(high) || Ipv6Packet.isLinkLocal(high)) {
      counters.increment(PacketCount.OUTBOUND_MULTICAST);
    } else if (!isOfMachine && (!addresses.isOwn(sourceHigh, sourceLow) || !isOfHost)) {
      boolean isAnswer =
          addresses.isOutside6(sourceHigh) && isOfHost && view.isCarried(sourceHigh, sourceLow);
      if (isAnswer && isMember6(high, low)) {
        return enqueue(frame, high, low);
      }
      onForeignSource(isAnswer && addresses.isService(high, low), frame, true);
    } else if (answers.ownDatagrams().isOne(bytes, IP, frame.packetBytes())) {
      counters.increment(PacketCount.OUTBOUND_OWN);
    } else if (isElsewhere(view, addresses.machineOf(high))) {
      return enqueue(frame, 0, VirtualAddress.mapped(addresses.machineOf(high)));
    } else if (!addresses.hasPrefix(high) || addresses.isOwn(high, low)) {
      boolean isForExit = addresses.isOutside6(high) && !isOfMachine;
      return isForExit ? toOutside(view, frame, high, low) : isForeign();
    } else if (addresses.isService(high, low)) {
      answers.services().onIpv6(frame);
    } else {
      return enqueue(frame, high, low);
    }
    return false;
  }

  /** Whether it is a machine behind another member. */
  private static boolean isElsewhere(View view, int machine) {
    return machine != GroupAddresses.NO_MACHINE && !view.isOwn(machine);
  }

  private boolean isMember6(long high, long low) {
    return addresses.hasPrefix(high)
        && !addresses.isService(high, low)
        && !addresses.isOwn(high, low);
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
