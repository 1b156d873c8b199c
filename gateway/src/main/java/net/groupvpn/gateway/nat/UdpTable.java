package net.groupvpn.gateway.nat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import net.groupvpn.dhcpdns.packet.PacketBytes;
import net.groupvpn.dhcpdns.packet.UdpDatagram;
import org.jspecify.annotations.Nullable;

/** All UDP ports: finds the one of a datagram, opens new ones within the limits. */
final class UdpTable {
  private static final int CHECKSUM_AT = 6;
  private static final int LENGTH_AT = 4;

  private final NatContext context;
  private final MemberAccounts accounts;
  private final MemberErrors errors;
  private final ExitGuard guard;

  /** Never iterated where order matters. */
  private final Map<Inside, UdpMapping> mappings = new HashMap<>();

  private record Inside(NatAddress address, int port) {}

  UdpTable(NatContext context, MemberAccounts accounts, MemberErrors errors, ExitGuard guard) {
    this.context = context;
    this.accounts = accounts;
    this.errors = errors;
    this.guard = guard;
  }

  int size() {
    return mappings.size();
  }

  /** A member's packet whose protocol is UDP. */
  void onPacket(long now, MemberAccount account, IpPacket packet) {
    byte[] bytes = packet.bytes;
    int udp = packet.payloadAt;
    if (!UdpDatagram.isValid(bytes, udp, packet.payloadBytes)
        || UdpDatagram.sourcePort(bytes, udp) == 0
        || UdpDatagram.destinationPort(bytes, udp) == 0) {
      context.counts().increment(NatCounter.DROPPED_MALFORMED);
      return;
    }
    if (!isChecksumValid(packet)) {
      context.counts().increment(NatCounter.DROPPED_CHECKSUM);
      return;
    }
    Inside inside = new Inside(packet.source, UdpDatagram.sourcePort(bytes, udp));
    UdpMapping mapping = known(inside, account);
    boolean isJudged = mapping != null && mapping.knows(packet.destination);
    if (!isJudged && !guard.mayGo(now, account, packet.destination, bytes)) {
      return;
    }
    UdpMapping used = mapping != null ? mapping : open(now, inside, account);
    if (used != null) {
      send(now, used, packet);
    }
  }

  private static boolean isChecksumValid(IpPacket packet) {
    boolean isLeftOut = PacketBytes.u16(packet.bytes, packet.payloadAt + CHECKSUM_AT) == 0;
    int length = PacketBytes.u16(packet.bytes, packet.payloadAt + LENGTH_AT);
    return isLeftOut ? packet.isIpv4 : packet.isChecksumValid(length);
  }

  private void send(long now, UdpMapping mapping, IpPacket packet) {
    int port = UdpDatagram.destinationPort(packet.bytes, packet.payloadAt);
    switch (mapping.send(now, packet, port)) {
      case YES -> {}
      case DROPPED -> context.counts().increment(NatCounter.DROPPED_UDP_UNSENT);
      case UNREACHABLE -> {
        context.counts().increment(NatCounter.DROPPED_UDP_UNSENT);
        errors.hostUnreachable(now, mapping.account, packet.bytes);
      }
    }
  }

  private @Nullable UdpMapping known(Inside inside, MemberAccount account) {
    UdpMapping mapping = mappings.get(inside);
    if (mapping != null && mapping.account != account) {
      mapping.end();
      return null;
    }
    return mapping;
  }

  private @Nullable UdpMapping open(long now, Inside inside, MemberAccount account) {
    if (!isWithinLimits(now, account)) {
      return null;
    }
    UdpMapping mapping = new UdpMapping(this, context, account, inside.address, inside.port);
    Outside.DatagramPort port = context.outside().openPort(mapping, inside.address.isIpv4());
    if (port == null) {
      context.counts().increment(NatCounter.DROPPED_SOCKETS);
      return null;
    }
    mapping.start(port);
    mappings.put(inside, mapping);
    account.udpMappings.add(mapping);
    context.counts().increment(NatCounter.UDP_MAPPED);
    return mapping;
  }

  private boolean isWithinLimits(long now, MemberAccount account) {
    if (!account.newFlows.tryTake(now)) {
      context.counts().increment(NatCounter.DROPPED_FLOW_RATE);
      return false;
    }
    boolean hasPlace =
        account.udpMappings.size() < context.limits().udpPerMember()
            || takeFrom(account, now - UdpMapping.MIN_IDLE_NANOS);
    boolean isPlace =
        hasPlace && (mappings.size() < context.limits().udpMappings() || takeFromHeaviest(account));
    if (!isPlace) {
      context.counts().increment(NatCounter.DROPPED_FLOW_LIMIT);
    }
    return isPlace;
  }

  private boolean takeFromHeaviest(MemberAccount account) {
    MemberAccount heaviest = accounts.heaviest(a -> a.udpMappings.size());
    return heaviest != null
        && heaviest.udpMappings.size() > account.udpMappings.size() + 1
        && takeFrom(heaviest, Timed.NEVER);
  }

  /** Ends a member's mapping that was silent for longest, if it was so since some time. */
  private boolean takeFrom(MemberAccount account, long silentSinceNanos) {
    UdpMapping idlest =
        account.udpMappings.stream()
            .min(Comparator.comparingLong(UdpMapping::lastSentNanos))
            .orElse(null);
    if (idlest == null || idlest.lastSentNanos() > silentSinceNanos) {
      return false;
    }
    context.counts().increment(NatCounter.EVICTED_SHARE);
    idlest.end();
    return true;
  }

  /** After the rule for destinations has changed: all are judged anew. */
  void forgetPeers() {
    mappings.values().forEach(UdpMapping::forgetPeers);
  }

  /** Ends all ports of a member. */
  void forget(MemberAccount account) {
    new ArrayList<>(account.udpMappings).forEach(UdpMapping::end);
  }

  void onEnded(UdpMapping mapping) {
    context.deadlines().remove(mapping);
    mappings.remove(new Inside(mapping.address, mapping.port), mapping);
    mapping.account.udpMappings.remove(mapping);
  }
}
