package net.groupvpn.dhcpdns.machine;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Label;
import net.groupvpn.dhcpdns.address.Reservations;
import net.groupvpn.dhcpdns.address.ServiceCounter;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.dhcpdns.binding.BoundAddress;
import net.groupvpn.dhcpdns.dhcp.ClientLeases;
import net.groupvpn.dhcpdns.dhcp.DhcpClient;
import net.groupvpn.dhcpdns.dhcp.DhcpLease;
import net.groupvpn.dhcpdns.name.NameLabel;
import net.groupvpn.overlay.dht.lease.Claims;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.node.Overlay;
import org.jspecify.annotations.Nullable;

/**
 * The leases of a member in router mode: its own, and one for each machine behind its device. A
 * machine that asks for an address has one claimed; it keeps it until it gives it back, or does not
 * renew it in time. After a restart, what the machines still have is claimed again before they ask.
 * Engine thread only.
 */
public final class Machines implements ClientLeases {
  /**
   * Most machines behind one device. Each needs two leases, of which a node may hold {@link
   * Claims#MAX_CLAIMS} (an address and a name of its own among them), and a place in the binding
   * that peers are sent.
   */
  public static final int MAX_MACHINES = 64;

  /** How long an address is kept for a machine that has been offered it but does not take it. */
  public static final long OFFER_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** Most claims that machines cause in a minute, by asking for the first time or declining. */
  public static final int MAX_CLAIMS_PER_MINUTE = 80;

  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int MAC_DIGITS = 12;

  /** No lease lasts for longer, whatever clocks say. */
  private static final long MAX_LEFT_MILLIS = TimeUnit.HOURS.toMillis(1);

  private final Map<String, HostedMachine> machines = new LinkedHashMap<>();
  private final ClaimTools tools;
  private final ClientLeases own;
  private final MachineListener listener;
  private Function<Label, Reservations> reservations = label -> Reservations.NONE;
  private long minuteStartNanos;
  private int claimsInMinute;

  /**
   * None at first.
   *
   * @param own serves the member's own machine
   * @param listener hears when a machine's address, name or lease changes
   */
  public Machines(
      Overlay overlay,
      Engine engine,
      VirtualNetwork network,
      ClientLeases own,
      MachineListener listener) {
    this.tools = new ClaimTools(overlay, engine, network, new DeclinedAddresses(engine));
    this.own = own;
    this.listener = listener;
    overlay.addListener(
        new Overlay.Listener() {
          @Override
          public void onJoined() {
            List.copyOf(machines.values()).forEach(HostedMachine::onJoined);
          }
        });
  }

  /** Claims again what these machines still have. */
  public void restore(List<KnownMachine> known) {
    long nowMillis = tools.engine().now().wallMillis();
    for (KnownMachine each : known) {
      long leftMillis = each.untilMillis() - nowMillis;
      if (leftMillis > 0 && machines.size() < MAX_MACHINES && !machines.containsKey(each.key())) {
        HostedMachine machine =
            add(
                new HostedMachine.Wish(
                    each.key(), each.mac(), each.address(), each.label(), each.name()));
        machine.confirm(each.mac());
        long leftNanos = TimeUnit.MILLISECONDS.toNanos(Math.min(leftMillis, MAX_LEFT_MILLIS));
        keepUntil(each.key(), machine, nowNanos() + leftNanos);
      }
    }
  }

  /** Gives everything back. */
  public void stop() {
    machines.values().forEach(HostedMachine::stop);
    machines.clear();
  }

  /** What the policy keeps for a machine that calls itself so. */
  public void setReservations(Function<Label, Reservations> ofMachine) {
    reservations = ofMachine;
    List.copyOf(machines.values())
        .forEach(machine -> machine.setReservations(ofMachine.apply(machine.label())));
  }

  /** The machines that have an address now, for the data plane and for people. */
  public List<KnownMachine> held() {
    return machines.values().stream().map(HostedMachine::held).filter(Objects::nonNull).toList();
  }

  /**
   * The machines that have taken an address, for the next run; it may be claimed again just now.
   */
  public List<KnownMachine> known() {
    return machines.values().stream().map(HostedMachine::known).filter(Objects::nonNull).toList();
  }

  /** Their addresses, for peers. */
  public List<BoundAddress> bound() {
    return machines.values().stream().map(HostedMachine::bound).filter(Objects::nonNull).toList();
  }

  @Override
  public boolean isServed(DhcpClient client) {
    return true;
  }

  @Override
  public @Nullable DhcpLease find(DhcpClient client) {
    HostedMachine machine = machines.get(client.key());
    return client.isOwn() ? own.find(client) : machine == null ? null : machine.lease();
  }

  @Override
  public boolean isAwaited(DhcpClient client) {
    HostedMachine machine = machines.get(client.key());
    return client.isOwn() ? own.isAwaited(client) : machine != null && machine.address() == null;
  }

  @Override
  public void open(DhcpClient client, Consumer<DhcpLease> done) {
    if (client.isOwn()) {
      own.open(client, done);
      return;
    }
    HostedMachine machine = machines.get(client.key());
    if (machine != null && isRenamed(machine, client)) {
      remove(client.key(), machine);
      machine = null;
    }
    if (machine == null) {
      machine = begin(client);
    } else if (!machine.isConfirmed()) {
      keepUntil(client.key(), machine, nowNanos() + OFFER_NANOS);
    }
    if (machine != null) {
      machine.await(done);
    }
  }

  private static boolean isRenamed(HostedMachine machine, DhcpClient client) {
    return client.hostName() != null && !labelOf(client).equals(machine.label());
  }

  private @Nullable HostedMachine begin(DhcpClient client) {
    if (machines.size() >= MAX_MACHINES) {
      count(ServiceCounter.DROPPED_MACHINE_FULL);
      return null;
    }
    if (!mayCauseClaim()) {
      return null;
    }
    HostedMachine machine =
        add(
            new HostedMachine.Wish(
                client.key(), client.mac(), client.wished(), labelOf(client), null));
    keepUntil(client.key(), machine, nowNanos() + OFFER_NANOS);
    return machine;
  }

  /** A machine that does not say how it is called is called by its Ethernet address. */
  private static Label labelOf(DhcpClient client) {
    Label said = client.hostName();
    return said == null || said.text().length() > NameLabel.MAX_WISHED_CHARS
        ? new Label("machine-" + HexFormat.of().toHexDigits(client.mac(), MAC_DIGITS))
        : said;
  }

  private HostedMachine add(HostedMachine.Wish wish) {
    HostedMachine machine = new HostedMachine(tools, wish, this::tell);
    machines.put(wish.key(), machine);
    machine.setReservations(reservations.apply(wish.label()));
    machine.start();
    return machine;
  }

  private void keepUntil(String key, HostedMachine machine, long untilNanos) {
    machine.keepUntil(untilNanos, () -> remove(key, machine));
  }

  private void remove(String key, HostedMachine machine) {
    if (machines.remove(key, machine)) {
      machine.stop();
      tell();
    }
  }

  /** Nobody waits until that is stored: what was acknowledged is. */
  private void tell() {
    listener.onChange(isKept -> {});
  }

  @Override
  public void confirm(DhcpClient client, long untilNanos, Consumer<Boolean> done) {
    HostedMachine machine = machines.get(client.key());
    if (client.isOwn()) {
      own.confirm(client, untilNanos, done);
    } else if (machine != null) {
      machine.confirm(client.mac());
      keepUntil(client.key(), machine, Math.max(untilNanos, machine.untilNanos()));
      listener.onChange(done);
    }
  }

  @Override
  public void release(DhcpClient client) {
    HostedMachine machine = machines.get(client.key());
    if (!client.isOwn() && machine != null) {
      remove(client.key(), machine);
    }
  }

  @Override
  public void decline(DhcpClient client, Ipv4Address address) {
    HostedMachine machine = machines.get(client.key());
    if (client.isOwn() || machine == null) {
      return;
    }
    tools.declined().add(address);
    if (mayCauseClaim()) {
      machine.decline(address);
      keepUntil(client.key(), machine, nowNanos() + OFFER_NANOS);
    } else {
      remove(client.key(), machine);
    }
  }

  private boolean mayCauseClaim() {
    long now = nowNanos();
    if (now - minuteStartNanos >= MINUTE_NANOS) {
      minuteStartNanos = now;
      claimsInMinute = 0;
    }
    boolean isWithin = claimsInMinute < MAX_CLAIMS_PER_MINUTE;
    if (isWithin) {
      claimsInMinute++;
    } else {
      count(ServiceCounter.DROPPED_MACHINE_RATE);
    }
    return isWithin;
  }

  private long nowNanos() {
    return tools.engine().now().bootNanos();
  }

  private void count(ServiceCounter counter) {
    tools.engine().counters().increment(counter);
  }
}
