package net.groupvpn.simulator.world;

import java.time.Duration;
import java.util.random.RandomGenerator;
import net.groupvpn.overlay.virtual.SimulatedHost;
import net.groupvpn.overlay.virtual.SimulatedNetwork;

/**
 * Nodes that do harm. Only a host's outgoing datagrams are changed; the node itself is the real
 * one.
 */
public final class Misbehaviour {
  private static final Duration FLOOD_TICK = Duration.ofMillis(10);
  private static final int FLOOD_BYTES = 200;

  private Misbehaviour() {}

  /** Drops a share of everything that the machine sends, so that it forwards unreliably. */
  public static void drop(World world, SimulatedMachine machine, double share) {
    RandomGenerator random = machine.host().networkRandom();
    world
        .network()
        .setWire(
            machine.host(), (from, to, datagram) -> random.nextDouble() < share ? null : datagram);
  }

  /**
   * Changes a byte in a share of everything that the machine sends: forged records with invalid
   * tags.
   */
  public static void corrupt(World world, SimulatedMachine machine, double share) {
    RandomGenerator random = machine.host().networkRandom();
    SimulatedNetwork.Wire wire =
        (from, to, datagram) -> {
          if (datagram.length == 0 || random.nextDouble() >= share) {
            return datagram;
          }
          byte[] changed = datagram.clone();
          changed[random.nextInt(changed.length)] ^= 1;
          return changed;
        };
    world.network().setWire(machine.host(), wire);
  }

  /** Makes the machine send random bytes to random others from now on. */
  public static void flood(World world, SimulatedMachine machine, int perSecond) {
    long ticks = Duration.ofSeconds(1).dividedBy(FLOOD_TICK);
    int each = (int) Math.max(1, perSecond / ticks);
    world.kernel().after(FLOOD_TICK, () -> floodOnce(world, machine, each, perSecond));
  }

  private static void floodOnce(World world, SimulatedMachine machine, int each, int perSecond) {
    RandomGenerator random = machine.host().networkRandom();
    for (int i = 0; i < each; i++) {
      byte[] rubbish = new byte[FLOOD_BYTES];
      random.nextBytes(rubbish);
      int victim = random.nextInt(world.machines().size());
      SimulatedMachine to = world.machines().get(victim);
      SimulatedHost host = machine.host();
      world.network().carry(host, host.endpoint().port(), to.host().endpoint(), rubbish);
    }
    flood(world, machine, perSecond);
  }
}
