package net.groupvpn.gateway.nat;

import java.net.InetAddress;
import java.util.random.RandomGenerator;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.dhcpdns.packet.Ipv4Packet;
import net.groupvpn.dhcpdns.packet.Ipv6Packet;
import net.groupvpn.gateway.ExitRule;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * The user-space NAT without its sockets. It is told the time (nanoseconds of boot time), members'
 * packets and what sockets do; it tells {@link Outside} and {@link MemberPackets}. After a batch of
 * inputs comes {@link #flush}. One thread.
 *
 * <p>The way of a member's packet:
 *
 * <pre>
 *   account      who sent it; how much has that member already?
 *   IpPacket     headers, checksum, extension headers
 *   hop limit    1: the member is told that this was the last hop
 *   FragmentReassembly   fragments wait for the rest
 *   TcpTable, UdpTable, EchoTable
 *                checksum, known flow, or ExitRule and limits and a new flow
 * </pre>
 */
public final class NatCore {
  private final NatContext context;
  private final MemberAccounts accounts;
  private final MemberErrors errors;
  private final ExitGuard guard;
  private final TcpTable tcp;
  private final UdpTable udp;
  private final EchoTable echo;
  private final FragmentReassembly reassembly;
  private final IpPacket packet = new IpPacket();

  /**
   * What stays as it is.
   *
   * @param own4 this gateway's address in the group
   * @param own6 the same, IPv6
   * @param mtuBytes longest packet to members, at least 1,280
   */
  public record Settings(NatLimits limits, Ipv4Address own4, Ipv6Address own6, int mtuBytes) {}

  /** Makes a NAT that carries nothing yet. */
  public NatCore(
      Settings settings,
      ExitRule rule,
      Outside outside,
      MemberPackets packets,
      NatCounts counts,
      RandomGenerator random) {
    NatLimits limits = settings.limits;
    context =
        new NatContext(
            limits,
            counts,
            new BlockPool(limits.memoryBytes() / BlockPool.BLOCK_BYTES),
            new DeadlineHeap(),
            outside,
            new MemberOutput(packets, counts, settings.mtuBytes),
            random);
    accounts = new MemberAccounts(limits);
    errors =
        new MemberErrors(
            context,
            NatAddress.ofIpv4(settings.own4.bits()),
            new NatAddress(settings.own6.high(), settings.own6.low()));
    guard = new ExitGuard(context, errors, rule);
    tcp = new TcpTable(context, accounts, errors, guard);
    udp = new UdpTable(context, accounts, errors, guard);
    echo = new EchoTable(context, guard);
    reassembly = new FragmentReassembly(context);
  }

  /** Sets where members may go from now on; connections that stand are not ended. */
  public void setRule(ExitRule rule) {
    guard.setRule(rule);
    udp.forgetPeers();
  }

  /** A member's packet; the array is the NAT's from now on. */
  public void onPacket(long now, NodeId member, byte[] bytes) {
    MemberAccount account = accounts.of(member, now);
    if (account == null) {
      context.counts().increment(NatCounter.DROPPED_MEMBER_LIMIT);
      return;
    }
    onPacket(now, account, bytes);
  }

  private void onPacket(long now, MemberAccount account, byte[] bytes) {
    if (!packet.read(bytes)) {
      context.counts().increment(NatCounter.DROPPED_MALFORMED);
      return;
    }
    if (packet.hopLimit <= 1) {
      context.counts().increment(NatCounter.DROPPED_TTL);
      errors.timeExceeded(now, account, bytes);
      return;
    }
    if (!packet.isFragment) {
      dispatch(now, account);
      return;
    }
    byte @Nullable [] whole = reassembly.onFragment(now, account, packet);
    if (whole == null) {
      return;
    }
    if (packet.read(whole) && !packet.isFragment) {
      dispatch(now, account);
    } else {
      context.counts().increment(NatCounter.DROPPED_FRAGMENT);
    }
  }

  private void dispatch(long now, MemberAccount account) {
    int icmp = packet.isIpv4 ? Ipv4Packet.ICMP : Ipv6Packet.ICMP;
    if (packet.protocol == Ipv4Packet.TCP) {
      tcp.onPacket(now, account, packet);
    } else if (packet.protocol == Ipv4Packet.UDP) {
      udp.onPacket(now, account, packet);
    } else if (packet.protocol == icmp) {
      echo.onPacket(now, account, packet);
    } else {
      context.counts().increment(NatCounter.DROPPED_PROTOCOL);
      errors.protocolUnreachable(now, account, packet.bytes);
    }
  }

  /** An echo reply has come; {@code sequence} is the one of {@link Outside#sendEcho}. */
  public void onEchoReply(InetAddress from, int sequence, byte[] data) {
    echo.onReply(from, sequence, data);
  }

  /** Does what the inputs since the last call have made possible. */
  public void flush(long now) {
    tcp.flush(now);
  }

  /** Whether {@link #flush} has anything to do. */
  public boolean needsFlush() {
    return tcp.hasDirty();
  }

  /** Does what is due. */
  public void onTimeout(long now) {
    for (Timed due = context.deadlines().poll(now); due != null; ) {
      due.onDue(now);
      due = context.deadlines().poll(now);
    }
  }

  /** When to call {@link #onTimeout}; {@link Long#MAX_VALUE} if there is nothing to wait for. */
  public long nextTimeoutNanos() {
    return context.deadlines().nextNanos();
  }

  /** Ends all that a member has: it is no member any more. */
  public void forget(NodeId member) {
    MemberAccount account = accounts.known(member);
    if (account != null) {
      tcp.forget(account);
      udp.forget(account);
      echo.forget(account);
      reassembly.forget(account);
    }
  }

  /** What it carries now. */
  public NatSnapshot snapshot() {
    NatCounts counts = context.counts();
    long refused =
        counts.get(NatCounter.DROPPED_EXIT_NEVER)
            + counts.get(NatCounter.DROPPED_EXIT_PRIVATE)
            + counts.get(NatCounter.DROPPED_FLOW_LIMIT)
            + counts.get(NatCounter.DROPPED_FLOW_RATE)
            + counts.get(NatCounter.DROPPED_CONNECT_LIMIT)
            + counts.get(NatCounter.DROPPED_ECHO_LIMIT);
    return new NatSnapshot(
        tcp.size(),
        udp.size(),
        echo.size(),
        accounts.active(),
        (long) context.pool().taken() * BlockPool.BLOCK_BYTES,
        refused);
  }
}
