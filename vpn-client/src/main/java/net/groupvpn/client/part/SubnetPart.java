package net.groupvpn.client.part;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import net.groupvpn.client.config.SubnetConfig;
import net.groupvpn.client.control.ControlException;
import net.groupvpn.client.dataplane.DataPlane;
import net.groupvpn.client.dataplane.Subnets;
import net.groupvpn.client.enrol.OwnEndpoint;
import net.groupvpn.client.os.MachineDevices;
import net.groupvpn.client.tunnel.ExemptPeers;
import net.groupvpn.gateway.subnet.SubnetClient;
import net.groupvpn.gateway.subnet.SubnetClient.Entry;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.io.NodeLoop;
import net.groupvpn.overlay.path.AddressRange;
import net.groupvpn.overlay.policy.SubnetRule;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Networks behind members: this machine's ways to them, and those behind this machine. */
public final class SubnetPart implements Part {
  private static final Logger LOG = LoggerFactory.getLogger(SubnetPart.class);
  private static final String NOTICE = "subnets";
  private static final long STOP_SECONDS = 10;
  private static final long LOOK_MILLIS = 5_000;

  private final ClientContext context;
  private final SubnetConfig config;
  private final OwnSubnets own;
  private final EngineRoom room;
  private final NodeLoop loop;
  private final DataPlane dataPlane;
  private final SubnetWays ways;
  private final SubnetCarrier carrier;
  private final SubnetClient subnets;
  private final ExecutorService slow = Executors.newSingleThreadExecutor(SubnetPart::thread);
  private volatile List<Entry> entries = List.of();
  private volatile List<AddressRange> announced = List.of();

  private SubnetPart(
      ClientContext context,
      MembershipPart membership,
      DevicePart device,
      EnginePart engine,
      DataPlanePart packets,
      ExemptPeers peers) {
    this.context = context;
    this.config = context.config().tunnel().subnets();
    this.own = new OwnSubnets(config, membership);
    this.room = engine.room();
    this.loop = engine.loop();
    this.dataPlane = packets.dataPlane();
    this.ways =
        new SubnetWays(
            context.setup(),
            new SubnetSurroundings(context, membership, peers, device.deviceName()),
            device.deviceName());
    this.carrier = SubnetCarrier.of(context, membership, device.deviceName());
    this.subnets =
        new SubnetClient(
            room.node(),
            room.engine(),
            membership.membership().group().groupId(),
            new SubnetMembers(membership.membership().policy()),
            this::isWanted,
            this::onEntries);
  }

  /** What this machine announces itself it does not reach through others. */
  private boolean isWanted(AddressRange prefix) {
    return config.accepts(prefix)
        && config.own().stream().noneMatch(own -> SubnetRule.overlap(own, prefix));
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "subnets");
    thread.setDaemon(true);
    return thread;
  }

  /** Begins to read what others announce, and announces what the policy allows. */
  public static SubnetPart start(
      ClientContext context,
      MembershipPart membership,
      DevicePart device,
      EnginePart engine,
      DataPlanePart packets,
      KillSwitchPart killSwitch) {
    SubnetPart part =
        new SubnetPart(context, membership, device, engine, packets, killSwitch.peers());
    if (part.config.acceptsAny()) {
      part.loop.execute(part.subnets::start);
    }
    membership.membership().policy().onChange(newest -> part.loop.execute(part::onPolicy));
    part.loop.execute(part::onPolicy);
    return part;
  }

  /** On the thread for slow changes; nothing any more once this part has ended. */
  private void later(Runnable change) {
    try {
      slow.execute(change);
    } catch (RejectedExecutionException e) {
      LOG.debug("networks have changed while the client ends");
    }
  }

  /** Announces what it may, and drops what others may no longer announce. */
  private void onPolicy() {
    List<String> forbidden = own.forbidden().stream().map(SubnetRule::text).toList();
    if (forbidden.isEmpty()) {
      context.notices().clear(NOTICE);
    } else {
      context
          .notices()
          .raise(
              NOTICE,
              "the group's policy does not let this member announce %s: an admin allows it in the portal"
                  .formatted(String.join(", ", forbidden)));
    }
    later(() -> announce(own.allowed()));
    subnets.lookAgain();
  }

  private void announce(List<AddressRange> allowed) {
    List<AddressRange> carried = carrier.carry(allowed) ? allowed : List.of();
    announced = carried;
    loop.execute(
        () -> {
          subnets.announce(carried);
          publish();
        });
  }

  private void onEntries(List<Entry> newest) {
    entries = newest;
    publish();
    later(() -> ways.follow(wanted()));
  }

  private void publish() {
    List<Subnets.Way> open = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry.isAccepted()) {
        open.add(new Subnets.Way(entry.prefix(), entry.via(), new HashSet<>(entry.by())));
      }
    }
    dataPlane.publishSubnets(new Subnets(open, announced));
  }

  @Override
  public String name() {
    return "subnets";
  }

  @Override
  public void onDevices(MachineDevices devices) {
    later(() -> ways.follow(wanted()));
    later(() -> announce(own.allowed()));
  }

  @Override
  public void onMoved(OwnEndpoint endpoint) {
    later(() -> ways.follow(wanted()));
  }

  private List<AddressRange> wanted() {
    return entries.stream().filter(Entry::isAccepted).map(Entry::prefix).toList();
  }

  /** All networks that are known, for {@code groupvpn routes}. */
  public ArrayNode describe(ArrayNode list) throws ControlException {
    if (!config.acceptsAny()) {
      // Nothing is read as long as nobody needs it.
      Ask.later(loop, LOOK_MILLIS, subnets::look);
    }
    for (Entry entry : entries) {
      ObjectNode line = list.addObject();
      line.put("prefix", SubnetRule.text(entry.prefix()));
      line.put("accepted", entry.isAccepted());
      line.put("why", why(entry));
      NodeId via = entry.via();
      line.put("via", via == null ? null : nameOf(via));
      ArrayNode by = line.putArray("announced_by");
      for (NodeId node : entry.by()) {
        by.add(nameOf(node));
      }
    }
    for (AddressRange own : announced) {
      list.addObject().put("prefix", SubnetRule.text(own)).put("own", true);
    }
    return list;
  }

  private String why(Entry entry) {
    if (!entry.isAccepted()) {
      return config.accepts(entry.prefix())
          ? "this machine announces it itself, or there are more than " + SubnetClient.MAX_ACCEPTED
          : "accept_subnets does not name it";
    }
    String refused = ways.refused().get(entry.prefix());
    if (refused != null) {
      return refused;
    }
    return entry.via() == null ? "no machine that announces it is reached now" : "";
  }

  private String nameOf(NodeId node) throws ControlException {
    String name = Ask.now(loop, () -> room.services().nameOf(node));
    return name.isEmpty() ? node.toHex() : name;
  }

  @Override
  public void end() throws InterruptedException {
    loop.execute(() -> subnets.announce(List.of()));
    slow.execute(() -> ways.follow(List.of()));
    slow.execute(carrier::end);
    slow.shutdown();
    slow.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
  }
}
