package net.groupvpn.simulator.world;

import java.util.Arrays;
import java.util.function.IntFunction;
import net.groupvpn.overlay.link.LinkDensity;
import net.groupvpn.overlay.virtual.Latencies;
import net.groupvpn.overlay.virtual.NatType;
import net.groupvpn.overlay.virtual.NetworkConditions;

/**
 * The settings of a world. Two worlds with equal settings and the same commands behave identically.
 *
 * @param seed seed of all randomness
 * @param sites the site of each host
 * @param density how many links nodes keep
 * @param nats the NAT box of each host by its number
 * @param securities how nodes prove their identity
 */
public record WorldSettings(
    long seed,
    Latencies latencies,
    int[] sites,
    NetworkConditions conditions,
    LinkDensity density,
    IntFunction<NatType> nats,
    Securities securities) {

  public WorldSettings {
    int all = latencies.sites();
    if (Arrays.stream(sites).anyMatch(site -> site < 0 || site >= all)) {
      throw new IllegalArgumentException("sites are 0 to " + (all - 1));
    }
  }

  /** Hosts without boxes, with the links of real nodes, on a network that loses nothing. */
  public static WorldSettings plain(long seed, Latencies latencies, int[] sites) {
    return new WorldSettings(
        seed,
        latencies,
        sites,
        NetworkConditions.perfect(),
        LinkDensity.STANDARD,
        number -> NatType.OPEN,
        Securities.model());
  }

  /** The same with other conditions. */
  public WorldSettings with(NetworkConditions others) {
    return new WorldSettings(seed, latencies, sites, others, density, nats, securities);
  }

  /** The same with another density of links. */
  public WorldSettings with(LinkDensity other) {
    return new WorldSettings(seed, latencies, sites, conditions, other, nats, securities);
  }

  /** The same with NAT boxes. */
  public WorldSettings with(IntFunction<NatType> others) {
    return new WorldSettings(seed, latencies, sites, conditions, density, others, securities);
  }

  /** The same with another proof of identity. */
  public WorldSettings securedBy(Securities others) {
    return new WorldSettings(seed, latencies, sites, conditions, density, nats, others);
  }
}
