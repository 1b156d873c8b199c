package net.groupvpn.gateway.nat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import net.groupvpn.dhcpdns.packet.TcpSegment;
import org.jspecify.annotations.Nullable;

/** All connections: finds the one of a segment, opens new ones within the limits. */
final class TcpTable {
  /** Connections in TIME_WAIT; past this the oldest goes early. */
  static final int MAX_WAITING = 4_096;

  /** A flow whose memory stands still for so long may be ended for one that moves. */
  private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final NatContext context;
  private final MemberAccounts accounts;
  private final MemberErrors errors;
  private final ExitGuard guard;

  /** Never iterated. */
  private final Map<FlowKey, NatFlow> flows = new HashMap<>();

  private final Set<NatFlow> waiting = new LinkedHashSet<>();
  private final Segment segment = new Segment();
  private List<NatFlow> dirty = new ArrayList<>();
  private List<NatFlow> flushing = new ArrayList<>();
  private long nowNanos;

  TcpTable(NatContext context, MemberAccounts accounts, MemberErrors errors, ExitGuard guard) {
    this.context = context;
    this.accounts = accounts;
    this.errors = errors;
    this.guard = guard;
  }

  int size() {
    return flows.size();
  }

  MemberErrors errors() {
    return errors;
  }

  /** A member's packet whose protocol is TCP. */
  void onPacket(long now, MemberAccount account, IpPacket packet) {
    nowNanos = now;
    if (!segment.read(packet)) {
      context.counts().increment(NatCounter.DROPPED_MALFORMED);
      return;
    }
    if (!packet.isChecksumValid()) {
      context.counts().increment(NatCounter.DROPPED_CHECKSUM);
      return;
    }
    FlowKey key =
        new FlowKey(packet.source, segment.sourcePort, packet.destination, segment.destinationPort);
    NatFlow flow = known(key, account);
    boolean isSyn =
        segment.has(TcpSegment.SYN)
            && !segment.has(TcpSegment.ACK)
            && !segment.has(TcpSegment.RST)
            && !segment.has(TcpSegment.FIN);
    if (flow != null && isSyn && flow.isReplacedBy(segment)) {
      flow.evict();
      flow = null;
    }
    if (flow != null) {
      flow.onSegment(now, segment);
    } else if (isSyn) {
      open(now, key, account, packet.bytes);
    } else if (!segment.has(TcpSegment.RST)) {
      context.counts().increment(NatCounter.DROPPED_TCP_STRAY);
      errors.strayReset(now, key, account, segment);
    }
  }

  /** The address may have passed to another member: what was the former one's ends. */
  private @Nullable NatFlow known(FlowKey key, MemberAccount account) {
    NatFlow flow = flows.get(key);
    if (flow != null && flow.account != account) {
      flow.evict();
      return null;
    }
    return flow;
  }

  private void open(long now, FlowKey key, MemberAccount account, byte[] packet) {
    if (!guard.mayGo(now, account, key.remote(), packet) || !isWithinLimits(now, account)) {
      return;
    }
    NatFlow flow = new NatFlow(this, context, key, account, segment);
    Outside.Connection connection =
        context
            .outside()
            .connect(flow, new InetSocketAddress(key.remote().toInetAddress(), key.remotePort()));
    if (connection == null) {
      context.counts().increment(NatCounter.DROPPED_SOCKETS);
      return;
    }
    flows.put(key, flow);
    account.tcpFlows.add(flow);
    account.connecting++;
    flow.start(now, connection);
    context.deadlines().schedule(flow);
  }

  private boolean isWithinLimits(long now, MemberAccount account) {
    NatLimits limits = context.limits();
    if (account.tcpFlows.size() >= limits.tcpPerMember()) {
      context.counts().increment(NatCounter.DROPPED_FLOW_LIMIT);
      return false;
    }
    if (account.connecting >= limits.connectingPerMember()) {
      context.counts().increment(NatCounter.DROPPED_CONNECT_LIMIT);
      return false;
    }
    if (!account.newFlows.tryTake(now)) {
      context.counts().increment(NatCounter.DROPPED_FLOW_RATE);
      return false;
    }
    if (flows.size() - waiting.size() >= limits.tcpFlows() && !takeFromHeaviest(account)) {
      context.counts().increment(NatCounter.DROPPED_FLOW_LIMIT);
      return false;
    }
    return true;
  }

  /** All places are taken: the member with most gives its idlest one up to who has fewer. */
  private boolean takeFromHeaviest(MemberAccount account) {
    MemberAccount heaviest = accounts.heaviest(a -> a.tcpFlows.size());
    if (heaviest == null || heaviest.tcpFlows.size() <= account.tcpFlows.size() + 1) {
      return false;
    }
    context.counts().increment(NatCounter.EVICTED_SHARE);
    heaviest.tcpFlows.stream()
        .min(Comparator.comparingLong(NatFlow::lastActiveNanos))
        .ifPresent(NatFlow::evict);
    return true;
  }

  /** A member's memory is used up: of its flows the one goes that has stood still for longest. */
  void makeRoom(MemberAccount account) {
    account.tcpFlows.stream()
        .filter(flow -> flow.pipe().queuedBytes() > 0)
        .min(Comparator.comparingLong(flow -> flow.pipe().movedNanos()))
        .filter(flow -> nowNanos - flow.pipe().movedNanos() > STALLED_NANOS)
        .ifPresent(
            flow -> {
              context.counts().increment(NatCounter.EVICTED_MEMORY);
              flow.evict();
            });
  }

  /** Has a flow flushed with the rest of this turn. */
  void markDirty(NatFlow flow) {
    if (!flow.isDirty) {
      flow.isDirty = true;
      dirty.add(flow);
    }
  }

  /** Does at the end of a turn what segments and sockets have made possible. */
  void flush(long now) {
    nowNanos = now;
    List<NatFlow> present = dirty;
    dirty = flushing;
    flushing = present;
    for (NatFlow flow : present) {
      flow.isDirty = false;
      flow.flush(now);
    }
    present.clear();
  }

  boolean hasDirty() {
    return !dirty.isEmpty();
  }

  void onWaiting(NatFlow flow) {
    flow.account.tcpFlows.remove(flow);
    flow.account.waiting++;
    waiting.add(flow);
    if (waiting.size() > MAX_WAITING) {
      waiting.iterator().next().evict();
    }
  }

  void onEnded(NatFlow flow) {
    context.deadlines().remove(flow);
    flow.account.tcpFlows.remove(flow);
    flows.remove(flow.key, flow);
    if (waiting.remove(flow)) {
      flow.account.waiting--;
    }
  }

  /** Ends all connections of a member. */
  void forget(MemberAccount account) {
    new ArrayList<>(account.tcpFlows).forEach(NatFlow::evict);
    waiting.stream().filter(flow -> flow.account == account).toList().forEach(NatFlow::evict);
  }
}
