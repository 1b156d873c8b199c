package net.groupvpn.overlay.virtual;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import net.groupvpn.overlay.time.Now;
import org.jspecify.annotations.Nullable;

/**
 * Machines for a scenario test: each has a site of its own, 5 to 50 ms from every other, and no box
 * in front unless it is put behind one. {@link #wiring} configures what lies between them. With
 * {@code -Dgroupvpn.seed=N} all such networks use that seed.
 */
public final class ScenarioNetwork {
  private static final long MIN_DELAY_NANOS = 5_000_000;
  private static final long MAX_DELAY_NANOS = 50_000_000;
  private static final @Nullable Long SEED_OF_ALL = Long.getLong("groupvpn.seed");
  private static final Duration CONDITION_EVERY = Duration.ofMillis(10);

  private final SimulatedNetwork wiring;
  private final Kernel kernel;

  /** A network without machines that loses nothing. */
  public ScenarioNetwork(long seed) {
    this(seed, NetworkConditions.perfect());
  }

  /** A network without machines. */
  public ScenarioNetwork(long seed, NetworkConditions conditions) {
    this(conditions, seedInsteadOf(seed));
  }

  private ScenarioNetwork(NetworkConditions conditions, long seed) {
    Latencies latencies =
        new UniformLatencies(Kernel.MAX_HOSTS, seed, MIN_DELAY_NANOS, MAX_DELAY_NANOS);
    wiring = new SimulatedNetwork(seed, latencies, conditions, handled -> {});
    kernel = wiring.kernel();
  }

  /** The seed of all networks, if it is set, otherwise {@code seed}. */
  public static long seedInsteadOf(long seed) {
    if (SEED_OF_ALL == null) {
      return seed;
    }
    System.err.println("seed " + SEED_OF_ALL + " instead of " + seed);
    return SEED_OF_ALL;
  }

  /** Adds a machine without a box, whose engine may act at once. */
  public SimulatedHost add(SimulatedHost.CoreFactory factory) {
    return add(NatType.OPEN, factory);
  }

  /** Adds a machine behind a box. */
  public SimulatedHost add(NatType nat, SimulatedHost.CoreFactory factory) {
    SimulatedHost host = wiring.addHost(hosts().size(), nat);
    host.start(factory);
    return host;
  }

  /** All machines, in the order in which they were added. */
  public List<SimulatedHost> hosts() {
    return kernel.hosts();
  }

  /** The network between the machines, to change it. */
  public SimulatedNetwork wiring() {
    return wiring;
  }

  /** The virtual time. */
  public Now now() {
    return kernel.now();
  }

  /** Runs for that long. */
  public void runFor(Duration duration) {
    kernel.runFor(duration);
  }

  /**
   * Runs until the condition holds; false if it does not within {@code limit}. Checks it every 10
   * ms of virtual time.
   */
  public boolean runUntil(BooleanSupplier condition, Duration limit) {
    return kernel.runUntil(condition, limit, CONDITION_EVERY);
  }
}
