package net.groupvpn.client.part;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.groupvpn.client.config.TunnelConfig.Serving;
import net.groupvpn.client.control.ControlException;
import net.groupvpn.client.dataplane.DataPlane;
import net.groupvpn.client.dataplane.ExitTarget;
import net.groupvpn.client.gateway.ForwardTest;
import net.groupvpn.client.gateway.GatewayMachine;
import net.groupvpn.client.gateway.GatewayTable;
import net.groupvpn.client.gateway.NftMonitor;
import net.groupvpn.client.os.DefaultRoutes;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv6Address;
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

  /** What is pinged unless the configuration says otherwise: public resolvers. */
  private static final ExitTarget DEFAULT_PROBES =
      new ExitTarget(Ipv4Address.parse("9.9.9.9"), address6("2620:fe::fe"));

  private final ClientContext context;
  private final Serving serving;
  private final NodeLoop loop;
  private final DataPlane dataPlane;
  private final ExitSwitch exits;
  private final GatewayMachine machine;
  private final ForwardTest test;
  private final GatewayAnnouncer announcer;
  private final GatewayLoads loads;
  private final MembershipPart membership;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "gateway");
  private volatile State state = State.STARTING;
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
    this.machine =
        new GatewayMachine(
            context.setup(),
            context.machine().questions(),
            () -> uplinks(device.deviceName()),
            context.config().name(),
            device.deviceName(),
            new GatewayTable(
                device.deviceName(),
                membership.network(),
                new GatewayTable.Limits(
                    serving.open(),
                    serving.limits().connections(),
                    serving.limits().newPerSecond())));
    this.test = new ForwardTest(dataPlane::testForwarding, new NftMonitor());
    this.announcer =
        new GatewayAnnouncer(engine.room().node(), membership.membership().group().groupId());
    engine.bridge().connect(test);
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
    part.thread.setDaemon(true);
    part.thread.start();
    return part;
  }

  private static List<String> uplinks(String own) {
    try {
      return DefaultRoutes.devices(Path.of("/proc/net")).stream()
          .filter(name -> !name.equals(own))
          .sorted()
          .toList();
    } catch (IOException e) {
      LOG.warn("which devices lead to the Internet is not known: {}", e.getMessage());
      return List.of();
    }
  }

  private void run() {
    try {
      boolean isStopping = false;
      while (!isStopping) {
        boolean isWell = isAllowed() ? checkMachine() : refuse();
        long rounds = (isWell ? TEST_SECONDS : RETEST_SECONDS) / LOAD_SECONDS;
        for (long round = 0; round < rounds && !isStopping; round++) {
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

  private boolean refuse() {
    exits.serve(false);
    fail(
        "the group's policy does not let this member be a gateway: an admin allows it in the portal",
        List.of());
    return false;
  }

  private boolean checkMachine() throws InterruptedException {
    String problem = machine.prepare();
    if (!problem.isEmpty()) {
      exits.serve(false);
      fail(problem, List.of());
      return false;
    }
    exits.serve(true);
    ExitTarget probes = probes();
    ForwardTest.Outcome four = test.test(new ExitTarget(probes.ipv4(), null));
    ForwardTest.Outcome six = test.test(new ExitTarget(null, probes.ipv6()));
    if (!four.isPassed() && !six.isPassed()) {
      fail(four.reason(), four.drop().map(drop -> drop.advice(machine.device())).orElse(List.of()));
      return false;
    }
    if (!six.isPassed()) {
      LOG.info("no IPv6 for others: {}", six.reason());
    }
    if (!four.isPassed()) {
      LOG.info("no IPv4 for others: {}", four.reason());
    }
    offer(
        new ExitTarget(
            four.isPassed() ? probes.ipv4() : null, six.isPassed() ? probes.ipv6() : null));
    return true;
  }

  private ExitTarget probes() {
    Ipv4Address four = null;
    Ipv6Address six = null;
    for (String text : serving.probes()) {
      if (text.indexOf(':') >= 0) {
        six = address6(text);
      } else {
        four = Ipv4Address.parse(text);
      }
    }
    return serving.probes().isEmpty() ? DEFAULT_PROBES : new ExitTarget(four, six);
  }

  private static Ipv6Address address6(String text) {
    try {
      return Ipv6Address.of(InetAddress.getByName("[" + text + "]").getAddress());
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(text + " is no IPv6 address", e);
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

  private void tellLoad() {
    GatewayOffer offer = state.offer();
    if (offer != null) {
      offer(new ExitTarget(offer.probe4(), offer.probe6()));
    }
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
    }
    status.count("gateway.", machine.counters());
  }

  @Override
  public void end() throws InterruptedException {
    stopping.countDown();
    thread.interrupt();
    thread.join(STOP_MILLIS);
    exits.serve(false);
    loop.execute(announcer::withdraw);
    machine.restore();
  }
}
