package net.groupvpn.client.part;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import net.groupvpn.client.dataplane.Exits;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * What the data plane is told of gateways, from two sides: which one this machine uses, and whether
 * it is one itself. Thread-safe.
 */
final class ExitSwitch {
  /** For so long packets are taken from the former gateway, which has some under way. */
  static final long FORMER_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Consumer<Exits> dataPlane;
  private final LongSupplier bootNanos;
  private Exits exits = Exits.NONE;

  ExitSwitch(Consumer<Exits> dataPlane, LongSupplier bootNanos) {
    this.dataPlane = dataPlane;
    this.bootNanos = bootNanos;
  }

  /**
   * Internet traffic goes through this one from now on; through none if null. The time of the one
   * before begins when it is left, and no later.
   */
  synchronized void use(@Nullable NodeId gateway) {
    NodeId left = exits.gateway();
    if (Objects.equals(gateway, left)) {
      return;
    }
    boolean isLeaving = left != null;
    publish(
        new Exits(
            gateway,
            isLeaving ? left : exits.former(),
            isLeaving ? bootNanos.getAsLong() + FORMER_NANOS : exits.formerUntilNanos(),
            exits.isGateway()));
  }

  /** This machine carries others' Internet traffic from now on, or does not. */
  synchronized void serve(boolean isGateway) {
    publish(new Exits(exits.gateway(), exits.former(), exits.formerUntilNanos(), isGateway));
  }

  private void publish(Exits changed) {
    exits = changed;
    dataPlane.accept(changed);
  }
}
