package net.groupvpn.client.part;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import net.groupvpn.client.control.ControlException;
import net.groupvpn.client.dataplane.DataPlane;
import net.groupvpn.client.enrol.OwnEndpoint;
import net.groupvpn.client.enrol.StateStore;
import net.groupvpn.client.os.MachineDevices;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.overlay.io.NodeLoop;
import net.groupvpn.overlay.node.NodeStatus;

/** This node's place in both overlays: runs the engine, joins, and leaves at the end. */
public final class OverlayPart implements Part {
  private static final long LEAVE_SECONDS = 2;

  private final EngineRoom room;
  private final NodeLoop loop;
  private final Endpoints endpoints;
  private final VirtualNetwork network;

  private OverlayPart(EnginePart engine, Endpoints endpoints, VirtualNetwork network) {
    this.room = engine.room();
    this.loop = engine.loop();
    this.endpoints = endpoints;
    this.network = network;
  }

  /** Starts the engine's thread and looks for others; waits for nobody. */
  public static OverlayPart join(
      ClientContext context,
      StatePart state,
      MembershipPart membership,
      EnginePart engine,
      DataPlanePart packets,
      Endpoints endpoints)
      throws IOException {
    OverlayPart overlay = new OverlayPart(engine, endpoints, membership.network());
    EngineRoom room = engine.room();
    room.setNetworks(context.surroundings().networks(membership.network()));
    StateStore store = state.store();
    List<String> publicSeeds = membership.membership().group().network().seeds();
    List<String> peers = new ArrayList<>(context.config().underlay().seeds());
    peers.addAll(store.peers());
    OwnEndpoint self = context.surroundings().ownEndpoint();
    DataPlane dataPlane = packets.dataPlane();
    TrafficWatch watch =
        new TrafficWatch(room.engine(), dataPlane::bytesByPeer, room.node()::connect);
    boolean isTaken =
        overlay.loop.execute(
            () -> {
              room.start(endpoints, self, publicSeeds, peers);
              watch.start();
            });
    if (!isTaken) {
      throw new IOException("cannot join: too much waits for the engine already; start once more");
    }
    overlay.loop.start();
    store.warnings().forEach((file, text) -> context.notices().note("damaged_" + file, text));
    return overlay;
  }

  @Override
  public String name() {
    return "overlay";
  }

  @Override
  public void onDevices(MachineDevices devices) {
    room.setNetworks(Surroundings.networks(devices, network));
  }

  @Override
  public void onMoved(OwnEndpoint own) {
    loop.execute(() -> room.onNetworkChanged(endpoints, own));
  }

  @Override
  public void report(Status status) throws ControlException {
    NodeStatus node = status.node();
    status
        .fields()
        .put("joined", node.joined())
        .put("alone", node.alone())
        .put("node", node.id().toHex())
        .put("peers", node.peers().size())
        .put("relayed", node.peers().stream().filter(peer -> peer.relay() != null).count());
    status.count("", node.counters());
    status.count("", loop.counters());
    status.count("host.", Ask.now(loop, () -> room.host().counters().snapshot()));
    status.count("public.", Ask.now(loop, this::publicCounters));
  }

  private Map<String, Long> publicCounters() {
    return new TreeMap<>(room.publicRealm().node().status().counters());
  }

  /** Tells peers, and finishes its work. */
  @Override
  public void end() throws Exception {
    try {
      loop.call(this::leave).get(LEAVE_SECONDS, TimeUnit.SECONDS);
    } finally {
      loop.close();
    }
  }

  private boolean leave() {
    endpoints.rememberPeers();
    room.leave();
    return true;
  }
}
