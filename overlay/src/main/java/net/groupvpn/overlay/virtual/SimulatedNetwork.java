package net.groupvpn.overlay.virtual;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import net.groupvpn.overlay.path.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * The network of one run. A datagram's way: sender's wire (which may misbehave), NAT box, uplink,
 * partitions, loss, delay; then, at the receiver's door, its NAT box.
 */
public final class SimulatedNetwork implements Network {
  private static final int OUTSIDE_NET = 11;
  private static final int INSIDE_NET = 10;
  private static final long NANOS_PER_MILLI = 1_000_000L;

  /** Exponential jitter is cut there, in means. */
  private static final double LONGEST_JITTER = 20;

  private final Kernel kernel;
  private final Latencies latencies;
  private NetworkConditions conditions;
  private final List<Place> places = new ArrayList<>();
  private final Set<Long> apart = new HashSet<>();
  private long lost;
  private long blocked;

  /** Where a host is. */
  private static final class Place {
    private final int site;
    private final @Nullable NatBox nat;
    private final Uplink uplink = new Uplink();
    private int part;
    private Wire wire = (to, datagram) -> datagram;

    Place(int site, @Nullable NatBox nat) {
      this.site = site;
      this.nat = nat;
    }
  }

  /** Looks at, and may change or drop, what one host sends: to model hosts that misbehave. */
  public interface Wire {
    /** The datagram that travels, or null for none. */
    byte @Nullable [] carry(Endpoint to, byte[] datagram);
  }

  /** A network for hosts of {@code kernel}, who are given places in the order of their numbers. */
  public SimulatedNetwork(Kernel kernel, Latencies latencies, NetworkConditions conditions) {
    this.kernel = kernel;
    this.latencies = latencies;
    this.conditions = conditions;
  }

  /** Adds a host to the kernel and gives it a place. */
  public SimulatedHost addHost(int site, NatType nat) {
    SimulatedHost host = kernel.addHost();
    places.add(new Place(site, nat == NatType.OPEN ? null : box(nat, host.number())));
    return host;
  }

  private static NatBox box(NatType type, int number) {
    byte[] address = Kernel.endpointOf(number).address().getAddress();
    address[0] = OUTSIDE_NET;
    try {
      return new NatBox(type, InetAddress.getByAddress(address));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  /** Changes how datagrams fare from now on. */
  public void setConditions(NetworkConditions changed) {
    conditions = changed;
  }

  /** Sets what looks at everything that this host sends. */
  public void setWire(SimulatedHost host, Wire wire) {
    place(host).wire = wire;
  }

  /** Puts a host into a part; hosts of different parts cannot talk. All begin in part 0. */
  public void moveToPart(SimulatedHost host, int part) {
    place(host).part = part;
  }

  /** Keeps two hosts from reaching each other directly, as NAT boxes or firewalls may, for good. */
  public void separate(SimulatedHost one, SimulatedHost other) {
    apart.add(pair(one.number(), other.number()));
  }

  private static long pair(int one, int other) {
    return ((long) Math.min(one, other) << Integer.SIZE) | Math.max(one, other);
  }

  private boolean isApart(int one, int other) {
    return !apart.isEmpty() && apart.contains(pair(one, other));
  }

  /** Joins all parts again. */
  public void heal() {
    places.forEach(place -> place.part = 0);
  }

  /** The site of a host. */
  public int siteOf(SimulatedHost host) {
    return place(host).site;
  }

  /** The round-trip time between two hosts, without jitter and queues. */
  public long roundTripNanos(SimulatedHost one, SimulatedHost other) {
    return pathNanos(place(one), place(other), one.number(), other.number())
        + pathNanos(place(other), place(one), other.number(), one.number());
  }

  /** Datagrams that chance, a full queue or a partition took. */
  public long lostDatagrams() {
    return lost;
  }

  /** Datagrams that a NAT box kept away, or that nobody was there for. */
  public long blockedDatagrams() {
    return blocked;
  }

  private Place place(SimulatedHost host) {
    return places.get(host.number());
  }

  @Override
  public void carry(SimulatedHost from, Endpoint to, byte[] datagram) {
    Place place = place(from);
    byte[] carried = place.wire.carry(to, datagram);
    Endpoint seenAs = seenAs(from, place, to);
    int number = numberOf(to);
    if (carried == null || seenAs == null || number < 0 || isApart(from.number(), number)) {
      blocked++;
      return;
    }
    long queued = place.uplink.delayNanos(conditions, carried.length, kernel.nanos());
    Place target = places.get(number);
    if (queued == Uplink.DROPPED || place.part != target.part) {
      lost++;
      return;
    }
    long path = pathNanos(place, target, from.number(), number);
    RandomGenerator random = from.networkRandom();
    int copies = happens(conditions.duplication(), random) ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      if (happens(conditions.loss(), random)) {
        lost++;
      } else {
        byte[] copy = i == 0 ? carried : carried.clone();
        long delay = queued + path + jitterNanos(random);
        kernel.deliver(from, seenAs, kernel.hosts().get(number), to, copy, delay);
      }
    }
  }

  private @Nullable Endpoint seenAs(SimulatedHost from, Place place, Endpoint to) {
    return place.nat == null ? from.endpoint() : place.nat.onOutbound(to, kernel.nanos());
  }

  private static boolean happens(double share, RandomGenerator random) {
    return share > 0 && random.nextDouble() < share;
  }

  private long jitterNanos(RandomGenerator random) {
    if (conditions.jitterMillis() == 0) {
      return 0;
    }
    double means = Math.min(LONGEST_JITTER, -StrictMath.log(1 - random.nextDouble()));
    return (long) (means * conditions.jitterMillis() * NANOS_PER_MILLI);
  }

  /** Which direction of a pair is the longer one depends on its numbers alone. */
  private long pathNanos(Place from, Place to, int fromNumber, int toNumber) {
    long nanos = latencies.oneWayNanos(from.site, to.site);
    if (conditions.asymmetry() == 0) {
      return nanos;
    }
    boolean longer = (((fromNumber ^ toNumber) & 1) == 0) == (fromNumber < toNumber);
    return (long) (nanos * (1 + (longer ? 1 : -1) * conditions.asymmetry()));
  }

  @Override
  public boolean admits(SimulatedHost receiver, Endpoint from, Endpoint to) {
    NatBox nat = place(receiver).nat;
    boolean admitted =
        receiver.isUp()
            && (nat == null
                ? to.equals(receiver.endpoint())
                : nat.admits(from, to, kernel.nanos()));
    if (!admitted) {
      blocked++;
    }
    return admitted;
  }

  /** The host that an endpoint leads to, or -1: inside addresses lead nowhere from elsewhere. */
  private int numberOf(Endpoint to) {
    byte[] raw = to.address().getAddress();
    if (raw.length != Integer.BYTES || (raw[0] != INSIDE_NET && raw[0] != OUTSIDE_NET)) {
      return -1;
    }
    int number = Kernel.numberAt(raw);
    return number < places.size() ? number : -1;
  }
}
