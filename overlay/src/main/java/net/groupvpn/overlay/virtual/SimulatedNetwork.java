package net.groupvpn.overlay.virtual;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import net.groupvpn.overlay.path.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * The network of one run. A datagram's way: the wires (which may change or drop it), the sender's
 * NAT box, rules of the pair, uplink, partitions, loss, delay; then the receiver's NAT box.
 */
public final class SimulatedNetwork implements Network {
  private static final int OUTSIDE_NET = 11;
  private static final int INSIDE_NET = 10;
  private static final int NOBODY = -1;
  private static final long NANOS_PER_MILLI = 1_000_000L;

  /** Exponential jitter is cut at this many means. */
  private static final double LONGEST_JITTER = 20;

  private final Kernel kernel;
  private final Latencies latencies;
  private final PairRules pairs = new PairRules();
  private final SimulatedStreams streams;
  private final List<Place> places = new ArrayList<>();

  /** Hosts that have moved, by the number of their address; their former address is unused. */
  private final Map<Integer, Integer> moved = new HashMap<>();

  private NetworkConditions conditions;
  private Wire wire = (from, to, datagram) -> datagram;
  private long lost;
  private long blocked;

  /** Sees what is sent, and may change or drop it: to eavesdrop, or to model misbehaviour. */
  public interface Wire {
    /** The datagram to send on, or null for none. */
    byte @Nullable [] carry(SimulatedHost from, Endpoint to, byte[] datagram);
  }

  /**
   * A network without hosts, with a kernel.
   *
   * @param meter as {@link Kernel} takes it
   */
  public SimulatedNetwork(
      long seed, Latencies latencies, NetworkConditions conditions, LongConsumer meter) {
    this.latencies = latencies;
    this.conditions = conditions;
    this.kernel = new Kernel(seed, this, meter);
    this.streams = new SimulatedStreams(kernel, this);
  }

  /** Virtual time, and the hosts. */
  public Kernel kernel() {
    return kernel;
  }

  /** Adds a host to the kernel and gives it a place. */
  public SimulatedHost addHost(int site, NatType nat) {
    SimulatedHost host = kernel.addHost();
    places.add(new Place(site, box(nat, host.number())));
    return host;
  }

  private static @Nullable NatBox box(NatType type, int number) {
    if (type == NatType.OPEN) {
      return null;
    }
    byte[] address = Kernel.endpointOf(number).address().getAddress();
    address[0] = OUTSIDE_NET;
    try {
      return new NatBox(type, InetAddress.getByAddress(address), number);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  /** Changes the conditions for datagrams from now on. */
  public void setConditions(NetworkConditions changed) {
    conditions = changed;
  }

  /** Sets the wire that everything from this host passes. */
  public void setWire(SimulatedHost host, Wire itsWire) {
    place(host).setWire(itsWire);
  }

  /** Sets the wire that everything from any host passes. */
  public void setWire(Wire everybodys) {
    wire = everybodys;
  }

  /** Delivers a datagram to a host at once, as if it came from {@code from}; no box stops it. */
  public void inject(Endpoint from, SimulatedHost to, byte[] datagram) {
    to.onDatagram(to.endpoint().port(), from, datagram.clone(), 1);
  }

  /**
   * Puts a host into a partition; hosts of different partitions cannot talk. All start in partition
   * 0.
   */
  public void moveToPart(SimulatedHost host, int part) {
    place(host).moveTo(part);
  }

  /** Joins all partitions again. */
  public void heal() {
    places.forEach(place -> place.moveTo(0));
  }

  /** Prevents two hosts from reaching each other directly, as firewalls may, or stops doing so. */
  public void separate(SimulatedHost one, SimulatedHost other, boolean apart) {
    pairs.setBlocked(one.number(), other.number(), apart);
  }

  /** Drops all datagrams from and to this host, or stops doing so; TCP passes either way. */
  public void blockUdp(SimulatedHost host, boolean isBlocked) {
    place(host).setUdpBlocked(isBlocked);
  }

  /** Gives two hosts a one-way delay of their own, whatever the latencies say. */
  public void setDelay(SimulatedHost one, SimulatedHost other, Duration oneWay) {
    pairs.setDelay(one.number(), other.number(), oneWay);
  }

  /** Drops IP packets longer than that many bytes between these two hosts. */
  public void setMtu(SimulatedHost one, SimulatedHost other, int bytes) {
    pairs.setMtu(one.number(), other.number(), bytes);
  }

  /** The same between all hosts without an MTU of their own. */
  public void setMtu(int bytes) {
    pairs.setCommonMtu(bytes);
  }

  /**
   * Gives a host the endpoint that a host with that number would have, as if it had moved to
   * another network with the same kind of box; its former endpoint leads nowhere. The caller must
   * tell its engine.
   */
  public void readdress(SimulatedHost host, int number) {
    moved.put(Kernel.numberAt(host.endpoint().address().getAddress()), NOBODY);
    moved.put(number, host.number());
    host.setEndpoint(Kernel.endpointOf(number));
    Place place = place(host);
    NatBox former = place.nat();
    place.setNat(former == null ? null : box(former.type(), number));
  }

  /** Ends the TCP connections between two hosts; both are told, and may make new ones. */
  public void breakStreams(SimulatedHost one, SimulatedHost other) {
    streams.breakBetween(one, other);
  }

  /** The site of a host. */
  public int siteOf(SimulatedHost host) {
    return place(host).site();
  }

  /** The round-trip time between two hosts, without jitter and queues. */
  public long roundTripNanos(SimulatedHost one, SimulatedHost other) {
    return oneWayNanos(one, other) + oneWayNanos(other, one);
  }

  /** Datagrams lost by chance, a full queue, a small MTU or a partition. */
  public long lostDatagrams() {
    return lost;
  }

  /** Datagrams stopped by a box, a firewall or a wire, or sent to an unused address. */
  public long blockedDatagrams() {
    return blocked;
  }

  private Place place(SimulatedHost host) {
    return places.get(host.number());
  }

  @Override
  public void carry(SimulatedHost from, int port, Endpoint to, byte[] datagram) {
    Place place = place(from);
    byte[] carried = wire(from, place, to, datagram);
    Endpoint seenAs = seenAs(from.endpointOf(port), place, to);
    int number = numberOf(to);
    if (carried == null || seenAs == null || number < 0 || isBlocked(from.number(), number)) {
      blocked++;
      return;
    }
    long queued = place.uplink().delayNanos(conditions, carried.length, kernel.nanos());
    Place target = places.get(number);
    if (queued == Uplink.DROPPED
        || place.part() != target.part()
        || !pairs.fits(from.number(), number, carried.length)) {
      lost++;
      return;
    }
    SimulatedHost receiver = kernel.hosts().get(number);
    long path = oneWayNanos(from, receiver);
    RandomGenerator random = from.networkRandom();
    int copies = happens(conditions.duplication(), random) ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      if (happens(conditions.loss(), random)) {
        lost++;
      } else {
        byte[] copy = i == 0 ? carried : carried.clone();
        long delay = queued + path + jitterNanos(random) + reorderNanos(random);
        kernel.deliver(from, seenAs, receiver, to, copy, delay);
      }
    }
  }

  private byte @Nullable [] wire(SimulatedHost from, Place place, Endpoint to, byte[] datagram) {
    Wire own = place.wire();
    byte[] carried = own == null ? datagram : own.carry(from, to, datagram);
    return carried == null ? null : wire.carry(from, to, carried);
  }

  private @Nullable Endpoint seenAs(Endpoint inside, Place place, Endpoint to) {
    NatBox nat = place.nat();
    return nat == null ? inside : nat.onOutbound(inside, to, kernel.nanos());
  }

  private boolean isBlocked(int from, int to) {
    return pairs.isBlocked(from, to)
        || places.get(from).isUdpBlocked()
        || places.get(to).isUdpBlocked();
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

  private long reorderNanos(RandomGenerator random) {
    return happens(conditions.reordering(), random)
        ? random.nextLong(NetworkConditions.REORDER_DELAY_MILLIS * NANOS_PER_MILLI)
        : 0;
  }

  /** The pair's numbers alone determine which direction is the longer one. */
  long oneWayNanos(SimulatedHost from, SimulatedHost to) {
    long common = latencies.oneWayNanos(place(from).site(), place(to).site());
    long nanos = pairs.delayNanos(from.number(), to.number(), common);
    if (conditions.asymmetry() == 0) {
      return nanos;
    }
    boolean longer = (((from.number() ^ to.number()) & 1) == 0) == (from.number() < to.number());
    return (long) (nanos * (1 + (longer ? 1 : -1) * conditions.asymmetry()));
  }

  @Override
  public int portAt(SimulatedHost receiver, Endpoint from, Endpoint to) {
    NatBox nat = place(receiver).nat();
    Endpoint inside = nat == null ? to : nat.onInbound(from, to, kernel.nanos());
    if (inside == null || !receiver.isUp() || !receiver.listensAt(inside)) {
      blocked++;
      return CLOSED;
    }
    return inside.port();
  }

  @Override
  public void carryStream(SimulatedHost from, Endpoint to, byte[] frame) {
    streams.send(from, to, frame);
  }

  /** Whether anything at all passes between two hosts. */
  boolean canTalk(SimulatedHost one, SimulatedHost other) {
    return place(one).part() == place(other).part()
        && !pairs.isBlocked(one.number(), other.number());
  }

  /** The host that accepts TCP connections at {@code to}, or null. */
  @Nullable SimulatedHost acceptorAt(Endpoint to) {
    int number = to.port() == SimulatedStreams.PORT ? numberOf(to) : NOBODY;
    if (number < 0) {
      return null;
    }
    SimulatedHost host = kernel.hosts().get(number);
    boolean accepts = host.isUp() && place(host).nat() == null;
    return accepts && to.address().equals(host.endpoint().address()) ? host : null;
  }

  /** The address at which others see a host. */
  InetAddress addressOf(SimulatedHost host) {
    NatBox nat = place(host).nat();
    return nat == null || !nat.type().translates() ? host.endpoint().address() : nat.outside();
  }

  /** The host that an endpoint leads to, or negative: inner addresses lead nowhere. */
  private int numberOf(Endpoint to) {
    byte[] raw = to.address().getAddress();
    if (raw.length != Integer.BYTES || (raw[0] != INSIDE_NET && raw[0] != OUTSIDE_NET)) {
      return NOBODY;
    }
    int address = Kernel.numberAt(raw);
    int number = moved.isEmpty() ? address : moved.getOrDefault(address, address);
    return number < places.size() ? number : NOBODY;
  }
}
