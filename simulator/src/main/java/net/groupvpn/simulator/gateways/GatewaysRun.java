package net.groupvpn.simulator.gateways;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.groupvpn.simulator.world.Lifetime;
import net.groupvpn.simulator.world.World;

/** One run, in the order of the methods. */
final class GatewaysRun {
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration FAILING_OVER = Duration.ofSeconds(20);
  private static final Duration BACK = Duration.ofSeconds(60);
  private static final Duration SAMPLE = Duration.ofSeconds(1);
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;

  private final GatewayWorld members;
  private final World world;
  private final SplittableRandom random;
  private final List<Double> failoverMillis = new ArrayList<>();
  private double spreadSum;
  private double servedSum;
  private int samples;

  GatewaysRun(GatewayWorld members, long seed) {
    this.members = members;
    this.world = members.world();
    this.random = new SplittableRandom(seed);
  }

  /** Kills gateways that are in use, one after the other; each comes back after a while. */
  void kill(int times) {
    for (int i = 0; i < times; i++) {
      List<ExitMember> inUse =
          members.gateways().stream().filter(each -> members.usersOf(each) > 0).toList();
      ExitMember killed = inUse.get(random.nextInt(inUse.size()));
      failOverFrom(killed);
      comeBack(killed);
      world.runFor(BACK);
    }
  }

  private void failOverFrom(ExitMember killed) {
    List<ExitMember> waiting =
        new ArrayList<>(members.clients().stream().filter(each -> each.uses(killed)).toList());
    killed.machine().kill();
    long begun = world.kernel().nanos();
    while (!waiting.isEmpty() && world.kernel().nanos() - begun < FAILING_OVER.toNanos()) {
      world.runFor(LOOK);
      double millis = (world.kernel().nanos() - begun) / NANOS_PER_MILLI;
      waiting.removeIf(client -> hasAnother(client, millis));
    }
    waiting.forEach(client -> failoverMillis.add(Double.POSITIVE_INFINITY));
  }

  private boolean hasAnother(ExitMember client, double millis) {
    boolean hasOne = members.gateways().stream().anyMatch(each -> each.isUp() && client.uses(each));
    if (hasOne) {
      failoverMillis.add(millis);
    }
    return hasOne;
  }

  private void comeBack(ExitMember gateway) {
    gateway.machine().start();
    // The hash table takes the offer as soon as the gateway has joined.
    gateway.offer();
  }

  /** All gateways come and go for a while, each by itself. */
  void churn(double upSeconds, double downSeconds, int seconds) {
    long end = world.kernel().nanos() + Duration.ofSeconds(seconds).toNanos();
    members.gateways().forEach(gateway -> departLater(gateway, upSeconds, downSeconds, end));
    while (world.kernel().nanos() < end) {
      world.runFor(SAMPLE);
      double spread = members.spread();
      spreadSum += Double.isNaN(spread) ? 0 : spread;
      servedSum += members.servedShare();
      samples++;
    }
  }

  private void departLater(ExitMember gateway, double up, double down, long end) {
    after(
        up,
        end,
        () -> {
          gateway.machine().kill();
          after(
              down,
              end,
              () -> {
                comeBack(gateway);
                departLater(gateway, up, down, end);
              });
        });
  }

  private void after(double meanSeconds, long end, Runnable action) {
    double seconds = Lifetime.EXPONENTIAL.seconds(meanSeconds, random);
    world
        .kernel()
        .after(
            Duration.ofNanos((long) (seconds * NANOS_PER_SECOND)),
            () -> {
              if (world.kernel().nanos() < end) {
                action.run();
              }
            });
  }

  /** That quantile of the times from a death to the use of another gateway. */
  double failoverMillis(double share) {
    List<Double> sorted = failoverMillis.stream().sorted().toList();
    return sorted.isEmpty()
        ? Double.NaN
        : sorted.get(Math.max(0, (int) Math.ceil(share * sorted.size()) - 1));
  }

  /** The mean over the seconds of churn of {@link GatewayWorld#spread}. */
  double meanSpread() {
    return spreadSum / samples;
  }

  /** The mean over the seconds of churn of {@link GatewayWorld#servedShare}. */
  double meanServedShare() {
    return servedSum / samples;
  }
}
