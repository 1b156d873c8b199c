package net.groupvpn.client.part;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.groupvpn.client.config.TunnelConfig.Serving;
import net.groupvpn.client.control.ControlException;
import net.groupvpn.client.dataplane.DataPlane;
import net.groupvpn.client.dataplane.ExitTarget;
import net.groupvpn.client.device.LinuxBootClock;
import net.groupvpn.client.gateway.ForwardTest;
import net.groupvpn.client.gateway.ForwardingMachine;
import net.groupvpn.client.gateway.GatewayFindings;
import net.groupvpn.client.gateway.GatewayTable;
import net.groupvpn.client.gateway.GatewayWay;
import net.groupvpn.client.gateway.NftMonitor;
import net.groupvpn.client.gateway.ProbeTargets;
import net.groupvpn.client.gateway.UserGateway;
import net.groupvpn.client.os.NetworkManagers;
import net.groupvpn.client.os.TableName;
import net.groupvpn.client.tunnel.RepairWatch;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.gateway.GatewayAnnouncer;
import net.groupvpn.gateway.GatewayLoads;
import net.groupvpn.gateway.GatewayOffer;
import net.groupvpn.overlay.io.NodeLoop;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This machine as a gateway, if the configuration wants it and the group's policy allows it. It
 * offers itself as long as its own test passes, and says why when it does not.
 */
public final class GatewayPart implements Part {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayPart.class);
  private static final String NOTICE = "gateway";
  private static final long TEST_SECONDS = 60;

  /** ... after a test that failed: what was wrong is often mended while somebody looks. */
  private static final long RETEST_SECONDS = 10;

  private static final long LOAD_SECONDS = 10;
  private static final long STOP_MILLIS = 10_000;

  private static final String NOT_ALLOWED =
      "the group's policy does not let this member be a gateway: an admin allows it in the portal";
  private static final Path PROC = Path.of("/proc");

  private final ClientContext context;
  private final Serving serving;
  private final NodeLoop loop;
  private final DataPlane dataPlane;
  private final ExitSwitch exits;
  private final String device;
  private final OwnSubnets own;
  private final GatewayWay way;
  private final ForwardTest test;
  private final GatewayAnnouncer announcer;
  private final GatewayLoads loads;
  private final MembershipPart membership;
  private final ProbeTargets probes;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "gateway");
  private volatile State state = State.STARTING;
  private volatile @Nullable RepairWatch watch;

  /** Something has changed since the last test. */
  private volatile boolean isStale;

  private long sinceMillis;

  /**
   * How it is.
   *
   * @param offer what is offered, or null
   * @param reason why nothing is offered; empty if something is
   * @param advice commands that would help
   */
  private record State(@Nullable GatewayOffer offer, String reason, List<String> advice) {
    static final State STARTING = new State(null, "it is being tested", List.of());

    State {
      advice = List.copyOf(advice);
    }
  }

  private GatewayPart(
      ClientContext context,
      Serving serving,
      MembershipPart membership,
      DevicePart device,
      EnginePart engine,
      ExitPart exit) {
    this.context = context;
    this.serving = serving;
    this.loop = engine.loop();
    this.dataPlane = exit.dataPlane();
    this.exits = exit.exits();
    this.loads = exit.loads();
    this.membership = membership;
    this.device = device.deviceName();
    this.own = new OwnSubnets(context.config().tunnel().subnets(), membership);
    this.way = way();
    this.probes = ProbeTargets.of(serving.probes());
    NftMonitor monitor = new NftMonitor();
    this.test =
        new ForwardTest(
            dataPlane::testForwarding, action -> way.isUser() ? "" : monitor.during(action));
    this.announcer =
        new GatewayAnnouncer(engine.room().node(), membership.membership().group().groupId());
    engine.bridge().connect(test);
  }

  private GatewayWay way() {
    GatewayTable.Limits limits =
        new GatewayTable.Limits(
            serving.open(), serving.limits().connections(), serving.limits().newPerSecond());
    ForwardingMachine kernel =
        new ForwardingMachine(
            context.setup(),
            context.machine().questions(),
            PROC,
            new GatewaySurroundings(
                context, own, new GatewayTable(device, membership.network(), limits)),
            TableName.ofGateway(context.config().name()),
            device);
    UserGateway.Surroundings surroundings =
        new UserGateway.Surroundings(
            context.machine().devices(),
            context.machine().sockets(),
            context.config().tunnel().routing().mark(),
            membership.clock()::bootNanos,
            own::allowed);
    return new GatewayWay(
        serving.nat(),
        kernel,
        () -> new UserGateway(membership.network(), limits, dataPlane, surroundings));
  }

  /** Null unless the configuration wants it. */
  public static @Nullable GatewayPart start(
      ClientContext context,
      MembershipPart membership,
      DevicePart device,
      EnginePart engine,
      ExitPart exit) {
    Serving serving = context.config().tunnel().serving();
    if (serving == null) {
      return null;
    }
    GatewayPart part = new GatewayPart(context, serving, membership, device, engine, exit);
    membership.membership().policy().onChange(newest -> part.isStale = true);
    part.watch();
    part.thread.setDaemon(true);
    part.thread.start();
    return part;
  }

  /** What somebody takes away is put back at once, and the test shows what else has changed. */
  private void watch() {
    try {
      RepairWatch started =
          new RepairWatch(
              "the gateway",
              context.machine().ruleEvents(),
              this::repair,
              new LinuxBootClock(),
              () -> NetworkManagers.changingRules(PROC));
      started.start();
      watch = started;
    } catch (IOException e) {
      LOG.warn("what others change of the gateway is noticed late: {}", e.getMessage());
    }
  }

  private List<String> repair() throws IOException {
    isStale = true;
    return way.repair();
  }

  private void run() {
    try {
      boolean isStopping = false;
      while (!isStopping) {
        // What changes during the test counts: the own address may come then.
        isStale = false;
        long rounds = (check().isPassed() ? TEST_SECONDS : RETEST_SECONDS) / LOAD_SECONDS;
        for (long round = 0; round < rounds && !isStopping && !(round > 0 && isStale); round++) {
          isStopping = stopping.await(LOAD_SECONDS, TimeUnit.SECONDS);
          tellLoad();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isAllowed() {
    GroupMembership own = membership.membership();
    return own.policy()
        .current()
        .mayBeGateway(own.certificate().identity().member(), context.config().device().hostLabel());
  }

  /**
   * Tests it now, and offers or withdraws it by what is found; blocks for some seconds. Any thread.
   */
  public synchronized GatewayFindings check() throws InterruptedException {
    GatewayFindings findings = isAllowed() ? tryOut() : refused(NOT_ALLOWED);
    if (findings.isPassed()) {
      tellMissing("IPv4", findings.ipv4());
      tellMissing("IPv6", findings.ipv6());
      offer(findings.reached(probes));
    } else {
      ForwardTest.Outcome failure = findings.failure(probes);
      fail(failure.reason(), GatewayFindings.advice(failure, device));
    }
    return findings;
  }

  private GatewayFindings tryOut() throws InterruptedException {
    String problem = way.prepare();
    if (!problem.isEmpty()) {
      return refused(problem);
    }
    exits.serve(true);
    return new GatewayFindings(test.test(probes.ipv4()), test.test(probes.ipv6()));
  }

  private GatewayFindings refused(String reason) {
    exits.serve(false);
    return GatewayFindings.failed(reason);
  }

  private static void tellMissing(String family, ForwardTest.Outcome outcome) {
    if (!outcome.isPassed()) {
      LOG.info("no {} for others: {}", family, outcome.reason());
    }
  }

  private void offer(ExitTarget working) {
    if (sinceMillis == 0) {
      sinceMillis = context.clock().millis();
    }
    String resolver = serving.resolver();
    GatewayOffer offer =
        new GatewayOffer(
            working.ipv4(),
            working.ipv6(),
            resolver == null ? null : Ipv4Address.parse(resolver),
            0,
            sinceMillis,
            serving.label());
    if (state.offer() == null) {
      LOG.info("this machine is a gateway of the group now");
    }
    context.notices().clear(NOTICE);
    publish(new State(offer, "", List.of()));
  }

  private void fail(String reason, List<String> advice) {
    sinceMillis = 0;
    context.notices().raise(NOTICE, "this machine is no gateway now: " + reason);
    publish(new State(null, reason, advice));
  }

  private void publish(State next) {
    state = next;
    GatewayOffer offer = next.offer();
    loop.execute(
        () -> {
          loads.setServing(offer != null);
          if (offer == null) {
            announcer.withdraw();
          } else {
            announcer.offer(offer.withLoad(loads.percent()));
          }
        });
  }

  private synchronized void tellLoad() {
    GatewayOffer offer = state.offer();
    if (offer != null) {
      offer(new ExitTarget(offer.probe4(), offer.probe6()));
    }
  }

  /** The device that members' packets come from. */
  public String device() {
    return device;
  }

  @Override
  public String name() {
    return "gateway";
  }

  @Override
  public void report(Status status) throws ControlException {
    State now = state;
    GatewayOffer offer = now.offer();
    ObjectNode fields = status.fields().putObject("gateway");
    fields.put("offered", offer != null).put("clients", Ask.now(loop, loads::clients));
    if (offer == null) {
      fields.put("why", now.reason());
      ArrayNode advice = fields.putArray("advice");
      now.advice().forEach(advice::add);
    } else {
      fields.put("ipv4", offer.hasIpv4()).put("ipv6", offer.hasIpv6());
      fields.put("nat", way.isUser() ? "user" : "kernel");
    }
    status.count("gateway.", way.counters());
  }

  @Override
  public void end() throws InterruptedException {
    RepairWatch started = watch;
    if (started != null) {
      started.close();
    }
    stopping.countDown();
    thread.interrupt();
    thread.join(STOP_MILLIS);
    exits.serve(false);
    loop.execute(announcer::withdraw);
    way.restore();
  }
}
