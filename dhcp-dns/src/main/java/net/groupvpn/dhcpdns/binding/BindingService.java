package net.groupvpn.dhcpdns.binding;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Label;
import net.groupvpn.dhcpdns.address.LeaseCache;
import net.groupvpn.dhcpdns.address.ServiceCounter;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.dhcpdns.binding.BindingMessage.Acknowledgement;
import net.groupvpn.dhcpdns.binding.BindingMessage.Binding;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.node.Overlay;
import net.groupvpn.overlay.session.SessionView;
import net.groupvpn.overlay.wire.WireException;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges bindings with every peer at session start and on each change, and lets {@link
 * BindingChecker} prove what peers say. A binding needs no signature: it is never believed by
 * itself and never passed on, and the session authenticates its sender. What counts is the quorum
 * of the hash table, whose leases are signed. Engine thread only.
 */
public final class BindingService implements Overlay.Listener, Overlay.ChannelHandler {
  /** Channel of these messages. */
  public static final int CHANNEL = 1;

  /** Most bindings of one peer that are handled per minute. */
  public static final int MAX_BINDINGS_PER_MINUTE = 20;

  /** Most addresses of one peer's bindings that are asked for per minute. */
  static final int MAX_CHECKS_PER_MINUTE = 80;

  private final Map<NodeId, PeerState> peers = new LinkedHashMap<>();
  private final Overlay overlay;
  private final Engine engine;
  private final RouteTable routes;
  private final BindingSender sender;
  private final BindingChecker checker;
  private final PeerBudgets budgets;
  private final PeerNames names;

  /**
   * Registers the channel and listens for sessions; {@code routes} gets proved addresses, {@code
   * names} the names.
   */
  public BindingService(
      Overlay overlay,
      Engine engine,
      VirtualNetwork network,
      LeaseCache leases,
      RouteTable routes,
      PeerNames names) {
    this.overlay = overlay;
    this.engine = engine;
    this.routes = routes;
    this.names = names;
    this.budgets = new PeerBudgets(engine);
    this.sender = new BindingSender(overlay, engine);
    this.checker = new BindingChecker(overlay, engine, network, leases, routes);
    overlay.handleChannel(CHANNEL, this);
    overlay.addListener(this);
  }

  /** This member has these addresses and names now, and no others. */
  public void setOwn(List<BoundAddress> addresses, List<Label> names) {
    sender.change(addresses, names);
  }

  /**
   * The data plane dropped a packet of {@code peer}, because the peer is not known to own its
   * source.
   */
  public void onUnprovedSource(NodeId peer, Ipv4Address source) {
    if (peers.containsKey(peer) && budgets.admitSource(peer)) {
      checker.check(peer, source);
    }
  }

  /** The name of {@code peer}, proved by a quorum; empty if there is none. */
  public String nameOf(NodeId peer) {
    Label name = names.of(peer);
    return name == null ? "" : name.text();
  }

  /** The peer's own address, as a quorum has confirmed it; null while that is not known. */
  public @Nullable Ipv4Address addressOf(NodeId peer) {
    PeerState state = peers.get(peer);
    List<BoundAddress> said = state == null ? List.of() : state.addresses;
    boolean isProved = !said.isEmpty() && routes.isProved(peer, said.get(0));
    return isProved ? said.get(0).address() : null;
  }

  /** There are other replicas to ask now: what could not be proved before is asked for at once. */
  @Override
  public void onJoined() {
    peers.forEach(
        (peer, state) -> {
          state.addresses.forEach(bound -> checker.checkUnlessProved(peer, bound));
          names.checkUnlessProved(peer);
        });
  }

  @Override
  public void onSessionUp(SessionView session) {
    peers.put(session.peer(), new PeerState());
    routes.addNode(session.peer());
    sender.addPeer(session.peer());
  }

  @Override
  public void onSessionDown(SessionView session) {
    SessionView current = overlay.session(session.peer());
    if (current != null && current != session) {
      return; // One of two sessions with this peer, because both ends had begun one; the other
      // lives.
    }
    peers.remove(session.peer());
    checker.remove(session.peer());
    names.remove(session.peer());
    routes.removeNode(session.peer());
    sender.removePeer(session.peer());
  }

  @Override
  public void onPeerMessage(SessionView from, byte[] payload) {
    try {
      BindingMessage message = BindingMessage.decode(payload);
      if (message instanceof Binding binding) {
        onBinding(from.peer(), binding);
      } else if (message instanceof Acknowledgement acknowledgement) {
        sender.onAcknowledged(from.peer(), acknowledgement.sequence());
      }
    } catch (WireException e) {
      engine.counters().increment(ServiceCounter.DROPPED_BINDING_MALFORMED);
    }
  }

  private void onBinding(NodeId peer, Binding binding) {
    PeerState state = peers.get(peer);
    if (state == null || !budgets.admitBinding(peer)) {
      engine.counters().increment(ServiceCounter.DROPPED_BINDING_RATE);
      return;
    }
    byte[] answer = new Acknowledgement(binding.sequence()).encode();
    overlay.sendToPeer(peer, CHANNEL, answer);
    if (binding.sequence() > state.sequence) {
      state.sequence = binding.sequence();
      state.addresses = binding.addresses();
      names.onClaim(peer, binding.names().isEmpty() ? null : binding.names().get(0));
      accept(peer, binding.addresses());
    }
  }

  private void accept(NodeId peer, List<BoundAddress> addresses) {
    Set<Ipv4Address> kept =
        addresses.stream().map(BoundAddress::address).collect(Collectors.toSet());
    routes.retain(peer, kept);
    for (BoundAddress bound : addresses) {
      if (checker.isProved(peer, bound) || checker.isAsking(peer, bound.address())) {
        continue;
      }
      if (!budgets.admitCheck(peer)) {
        engine.counters().increment(ServiceCounter.DROPPED_BINDING_RATE);
        return;
      }
      checker.check(peer, bound.address());
    }
  }

  /** What is remembered of one peer while its session lasts. */
  private static final class PeerState {
    private long sequence = Long.MIN_VALUE;
    private List<BoundAddress> addresses = List.of();
  }
}
