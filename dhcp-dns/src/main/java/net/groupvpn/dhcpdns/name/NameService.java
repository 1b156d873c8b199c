package net.groupvpn.dhcpdns.name;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import net.groupvpn.dhcpdns.address.AnnouncedService;
import net.groupvpn.dhcpdns.address.ClaimLoop;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Label;
import net.groupvpn.dhcpdns.address.MemberRecord;
import net.groupvpn.dhcpdns.address.Reservations;
import net.groupvpn.dhcpdns.address.ServiceCounter;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.engine.Output;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.node.Overlay;
import net.groupvpn.overlay.time.TimerName;
import org.jspecify.annotations.Nullable;

/**
 * Gets and keeps this member's name: the one that the group's policy keeps for it before all
 * others. A name that is taken gets a number: {@code printer}, {@code printer-2}, ... up to {@value
 * ClaimLoop#MAX_TRIES_IN_A_ROW}, then from the start after a rest. Also publishes the name under
 * the node ID, for reverse lookups of IPv6 addresses. Engine thread only.
 */
public final class NameService {
  private static final long RECORD_TTL_NANOS = TimeUnit.HOURS.toNanos(1);

  /** The suffix that {@link NameLabel#numbered} adds. */
  private static final Pattern NUMBER = Pattern.compile("-[1-9]\\d?");

  private final Overlay overlay;
  private final Engine engine;
  private final VirtualNetwork network;
  private final String wished;
  private final NameListener listener;
  private final ClaimLoop<String> loop;
  private final ServicePublisher publisher;
  private @Nullable Ipv4Address address;
  private Reservations reservations = Reservations.NONE;
  private @Nullable String last;
  private @Nullable String reserved;
  private boolean hasIpv6 = true;
  private List<AnnouncedService> services = List.of();
  private int number;

  /**
   * A service that does nothing before {@link #start}.
   *
   * @param wished a label from {@link NameLabel#of}
   */
  public NameService(
      Overlay overlay,
      Engine engine,
      VirtualNetwork network,
      String wished,
      NameListener listener) {
    if (!Label.isValid(wished) || wished.length() > NameLabel.MAX_WISHED_CHARS) {
      throw new IllegalArgumentException("not a member's name: " + wished);
    }
    this.overlay = overlay;
    this.engine = engine;
    this.network = network;
    this.wished = wished;
    this.listener = listener;
    this.publisher = new ServicePublisher(overlay, network);
    this.loop = new ClaimLoop<>(overlay, engine, TimerName.NAME_RETRY, new Names());
  }

  /**
   * Tries the name of the last run first, if it is the requested one, with or without a number: a
   * member that has become {@code printer-2} keeps that name.
   */
  public void setLast(@Nullable String label) {
    boolean isMine =
        label != null
            && label.startsWith(wished)
            && NUMBER.matcher(label.substring(wished.length())).matches();
    last = isMine ? label : null;
  }

  /**
   * The group's policy keeps these from now on: what it keeps for this machine is claimed before
   * anything else, and what it keeps for others is given back.
   */
  public void setReservations(Reservations newReservations) {
    reservations = newReservations;
    reserved = newReservations.ownName();
    loop.keepOnly(newReservations::mayClaim, "the group's policy keeps it for another machine");
    loop.wish(newReservations.ownName());
  }

  /** Changes whether this member is reached by IPv6. */
  public void setIpv6(boolean isOn) {
    hasIpv6 = isOn;
    refresh();
  }

  /** Changes what this member offers to the group; {@link AnnouncedService#problem} is null. */
  public void setServices(List<AnnouncedService> offered) {
    services = List.copyOf(offered);
    loop.updateValue();
    publisher.publish(loop.held(), services);
  }

  /** Starts, at once or when the overlay is joined. */
  public void start() {
    loop.start();
  }

  /** Gives the name back. */
  public void stop() {
    loop.stop();
    publisher.publish(null, services);
    overlay.dht().remove(network.keyOfNode(overlay.self()));
  }

  /** The name held now, or null. */
  public @Nullable String label() {
    return loop.held();
  }

  /** Changes the IPv4 address that the name leads to; null for none. */
  public void setAddress(@Nullable Ipv4Address newAddress) {
    address = newAddress;
    refresh();
  }

  private void refresh() {
    loop.updateValue();
    String label = loop.held();
    if (label != null) {
      publish(label);
    }
  }

  private byte[] record(String label) {
    return new MemberRecord(overlay.self(), address, new Label(label), hasIpv6, services).encode();
  }

  private void publish(String label) {
    overlay
        .dht()
        .put(
            network.keyOfNode(overlay.self()),
            record(label),
            RECORD_TTL_NANOS,
            stored ->
                engine
                    .counters()
                    .increment(
                        stored > 0 ? ServiceCounter.NAME_STORED : ServiceCounter.NAME_UNSTORED));
  }

  private final class Names implements ClaimLoop.Candidates<String> {
    @Override
    public String next() {
      String own = reserved;
      String preferred = last;
      if (own != null) {
        reserved = null;
        return own;
      }
      if (preferred != null && reservations.mayClaim(preferred)) {
        last = null;
        return preferred;
      }
      return nextNumbered();
    }

    private String nextNumbered() {
      String candidate = NameLabel.numbered(wished, ++number);
      for (int i = 0; i < ClaimLoop.MAX_TRIES_IN_A_ROW && !reservations.mayClaim(candidate); i++) {
        candidate = NameLabel.numbered(wished, ++number);
      }
      return candidate;
    }

    @Override
    public NodeId keyOf(String candidate) {
      return network.keyOfName(new Label(candidate));
    }

    @Override
    public byte[] valueOf(String candidate) {
      return record(candidate);
    }

    @Override
    public void onHeld(String candidate, long generation) {
      number = 0;
      boolean isReserved = candidate.equals(reservations.ownName());
      if (!candidate.equals(wished) && !isReserved) {
        engine.emit(
            new Output.Notify(
                "name", "'" + wished + "' is taken; this member is '" + candidate + "'"));
      }
      publish(candidate);
      publisher.publish(candidate, services);
      listener.onName(candidate);
    }

    @Override
    public void onTaken(String candidate) {
      engine.counters().increment(ServiceCounter.NAME_TAKEN);
    }

    @Override
    public void onLeft(String candidate) {
      publisher.publish(null, services);
      listener.onNameLost(candidate, "the one that is kept for this machine is free now");
    }

    @Override
    public void onLost(String candidate, String reason) {
      last = candidate;
      reserved = reservations.ownName();
      number = 0;
      publisher.publish(null, services);
      listener.onNameLost(candidate, reason);
    }

    @Override
    public void onExhausted() {
      number = 0;
      engine.emit(
          new Output.Notify(
              "name",
              "'%s' and %d numbered names are all taken; set another name in the configuration"
                  .formatted(wished, ClaimLoop.MAX_TRIES_IN_A_ROW - 1)));
    }
  }
}
