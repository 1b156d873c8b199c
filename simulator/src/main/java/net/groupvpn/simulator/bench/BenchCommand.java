package net.groupvpn.simulator.bench;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import net.groupvpn.overlay.virtual.Kernel;
import net.groupvpn.overlay.virtual.NatType;
import net.groupvpn.overlay.virtual.NetworkConditions;
import net.groupvpn.overlay.virtual.SimulatedHost;
import net.groupvpn.overlay.virtual.SimulatedNetwork;
import net.groupvpn.overlay.virtual.UniformLatencies;
import net.groupvpn.simulator.world.World;
import net.groupvpn.simulator.world.WorldSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code groupvpn-sim bench}: events per second on one core, bare and with the full overlay. */
@Command(
    name = "bench",
    description = "Measures the simulator: events per second, time and memory, on one core.",
    mixinStandardHelpOptions = true)
public final class BenchCommand implements Callable<Integer> {
  private static final int MIN_NODES = 2;
  private static final int MAX_NODES = 100_000;
  private static final int PING_HOSTS = 2_000;
  private static final int PING_SECONDS = 1_000;
  private static final int WARM_UP_SECONDS = 100;
  private static final long SEED = 1;
  private static final Duration BETWEEN_STARTS = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration SETTLING = Duration.ofSeconds(60);
  private static final long MIN_DELAY_NANOS = 5_000_000;
  private static final long MAX_DELAY_NANOS = 50_000_000;
  private static final double MEBI = 1 << 20;

  @Option(
      names = "--nodes",
      defaultValue = "1740",
      description = "Nodes of the full overlay, 2 to 100000. Default: ${DEFAULT-VALUE}")
  private int nodes;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // Picocli sets the fields.
  public BenchCommand() {}

  @Override
  public Integer call() {
    if (nodes < MIN_NODES || nodes > MAX_NODES) {
      throw new ParameterException(
          spec.commandLine(),
          "--nodes must be " + MIN_NODES + " to " + MAX_NODES + ", not " + nodes);
    }
    PrintWriter out = spec.commandLine().getOut();
    ping(out);
    overlay(out);
    return 0;
  }

  private static void ping(PrintWriter out) {
    UniformLatencies latencies = latencies(PING_HOSTS);
    SimulatedNetwork network =
        new SimulatedNetwork(SEED, latencies, NetworkConditions.perfect(), handled -> {});
    Kernel kernel = network.kernel();
    for (int i = 0; i < PING_HOSTS; i++) {
      SimulatedHost host = network.addHost(i, NatType.OPEN);
      host.start(itself -> new PingNode(itself.random(), PING_HOSTS, kernel.nanos()));
    }
    kernel.runFor(Duration.ofSeconds(WARM_UP_SECONDS));
    long before = kernel.handledEvents();
    ThreadStopwatch watch = new ThreadStopwatch();
    kernel.runFor(Duration.ofSeconds(PING_SECONDS));
    String speed = watch.speed(kernel.handledEvents() - before);
    print(out, "ping    %d hosts: %s%n", PING_HOSTS, speed);
  }

  private void overlay(PrintWriter out) {
    int[] sites = IntStream.range(0, nodes).toArray();
    World world = new World(WorldSettings.plain(SEED, latencies(nodes), sites), new LongAdder());
    ThreadStopwatch watch = new ThreadStopwatch();
    world.startAll(BETWEEN_STARTS);
    boolean joined = world.runUntilJoined(PATIENCE);
    report(out, world, joined ? "joined" : "NOT ALL JOINED", watch, 0);
    long before = world.kernel().handledEvents();
    ThreadStopwatch later = new ThreadStopwatch();
    world.runFor(SETTLING);
    report(out, world, "settled", later, before);
    Runtime runtime = Runtime.getRuntime();
    runtime.gc();
    double used = runtime.totalMemory() - runtime.freeMemory();
    print(out, "memory  %.0f MiB live, %.0f KiB per node%n", used / MEBI, used / nodes / 1024);
  }

  private void report(
      PrintWriter out, World world, String what, ThreadStopwatch watch, long before) {
    print(
        out,
        "overlay %d nodes %s after %.1f s of virtual time: %s%n",
        nodes,
        what,
        world.kernel().elapsedMillis() / 1e3,
        watch.speed(world.kernel().handledEvents() - before));
  }

  private static UniformLatencies latencies(int hosts) {
    return new UniformLatencies(hosts, SEED, MIN_DELAY_NANOS, MAX_DELAY_NANOS);
  }

  private static void print(PrintWriter out, String pattern, Object... values) {
    out.print(String.format(Locale.ROOT, pattern, values));
    out.flush();
  }
}
