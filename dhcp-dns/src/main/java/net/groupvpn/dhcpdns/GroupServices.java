package net.groupvpn.dhcpdns;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import net.groupvpn.dhcpdns.address.AddressListener;
import net.groupvpn.dhcpdns.address.AddressService;
import net.groupvpn.dhcpdns.address.AnnouncedService;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.dhcpdns.address.Label;
import net.groupvpn.dhcpdns.address.LeaseCache;
import net.groupvpn.dhcpdns.address.Reservations;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.dhcpdns.binding.AddressResolver;
import net.groupvpn.dhcpdns.binding.BindingService;
import net.groupvpn.dhcpdns.binding.BoundAddress;
import net.groupvpn.dhcpdns.binding.PeerNames;
import net.groupvpn.dhcpdns.binding.RouteSnapshot;
import net.groupvpn.dhcpdns.binding.RouteTable;
import net.groupvpn.dhcpdns.dhcp.ClientLeases;
import net.groupvpn.dhcpdns.dhcp.DhcpLease;
import net.groupvpn.dhcpdns.dhcp.DhcpReply;
import net.groupvpn.dhcpdns.dhcp.DhcpRequest;
import net.groupvpn.dhcpdns.dhcp.DhcpServer;
import net.groupvpn.dhcpdns.dhcp.DhcpSettings;
import net.groupvpn.dhcpdns.dhcp.OwnLease;
import net.groupvpn.dhcpdns.machine.KnownMachine;
import net.groupvpn.dhcpdns.machine.Machines;
import net.groupvpn.dhcpdns.name.DnsRequest;
import net.groupvpn.dhcpdns.name.DnsResponder;
import net.groupvpn.dhcpdns.name.MemberDirectory;
import net.groupvpn.dhcpdns.name.MemberLookup;
import net.groupvpn.dhcpdns.name.NameLabel;
import net.groupvpn.dhcpdns.name.NameListener;
import net.groupvpn.dhcpdns.name.NameService;
import net.groupvpn.dhcpdns.name.OutsideNames;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.node.Overlay;
import org.jspecify.annotations.Nullable;

/**
 * All services of one member in one group, connected to each other: the address appears in the
 * name's lease, the name in the address's lease, and both in the bindings that peers get. Engine
 * thread only.
 */
public final class GroupServices {
  private static final long ROUTE_AGE_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final long NAME_AGE_NANOS = TimeUnit.SECONDS.toNanos(30);

  /**
   * The settings of a member.
   *
   * @param dnsSuffix the group's suffix, such as {@code office.gvpn}
   * @param preferred addresses to try first, in this order: requested, last used
   * @param name requested name, or the machine's; made a valid label here
   * @param lastName the name of the last run, or null
   * @param dhcp what DHCP clients get; null for no DHCP server
   */
  public record Settings(
      VirtualNetwork network,
      String dnsSuffix,
      List<Ipv4Address> preferred,
      String name,
      @Nullable String lastName,
      @Nullable Dhcp dhcp) {
    public Settings {
      preferred = List.copyOf(preferred);
    }

    /** The settings for a member's first run. */
    public Settings(
        VirtualNetwork network, String dnsSuffix, List<Ipv4Address> preferred, String name) {
      this(network, dnsSuffix, preferred, name, null, null);
    }
  }

  /**
   * What DHCP clients on the device's link get.
   *
   * @param told what they are told beside their address
   * @param machines in router mode the machines of the last run; null if this machine alone is
   *     answered
   */
  public record Dhcp(DhcpSettings told, @Nullable List<KnownMachine> machines) {}

  /** Hears about everything that the client shows or configures. Engine thread. */
  public interface Listener extends AddressListener, NameListener {
    /**
     * In router mode, the machines behind this one have changed.
     *
     * @param held what they have now
     * @param known what is to be remembered: also what is being claimed again
     * @param kept is told, on the engine thread, whether it outlives this program
     */
    default void onMachines(
        List<KnownMachine> held, List<KnownMachine> known, Consumer<Boolean> kept) {
      kept.accept(true);
    }

    /** Routes have changed; the data plane uses these from now on. */
    void onRoutes(RouteSnapshot routes);
  }

  private final Overlay overlay;
  private final Listener listener;
  private final AddressService addresses;
  private final NameService names;
  private final BindingService bindings;
  private final AddressResolver resolver;
  private final MemberDirectory directory;
  private final DnsResponder dns;
  private final @Nullable DhcpServer dhcp;
  private final @Nullable Machines machines;
  private final List<KnownMachine> lastMachines;

  /** Services that listen to {@code overlay} but claim nothing before {@link #start}. */
  public GroupServices(Overlay overlay, Engine engine, Settings settings, Listener listener) {
    this.overlay = overlay;
    this.listener = listener;
    VirtualNetwork network = settings.network();
    LeaseCache forRoutes = new LeaseCache(overlay, engine, ROUTE_AGE_NANOS);
    LeaseCache forNames = new LeaseCache(overlay, engine, NAME_AGE_NANOS);
    RouteTable routes = new RouteTable(network, engine, listener::onRoutes);
    Own own = new Own();
    String label = NameLabel.of(settings.name(), overlay.self());
    addresses = new AddressService(overlay, engine, network, settings.preferred(), own);
    names = new NameService(overlay, engine, network, label, own);
    names.setLast(settings.lastName());
    // A separate instance: a newcomer's name is looked up before its address is known, and that
    // answer must not be cached.
    LeaseCache forPeers = new LeaseCache(overlay, engine, NAME_AGE_NANOS);
    PeerNames peerNames = new PeerNames(overlay, engine, network, forPeers);
    // A separate one, too: peers cause these questions, and must not push out others' answers.
    LeaseCache forBindings = new LeaseCache(overlay, engine, ROUTE_AGE_NANOS);
    bindings = new BindingService(overlay, engine, network, forBindings, routes, peerNames);
    resolver = new AddressResolver(overlay, engine, network, forRoutes, routes);
    directory = new MemberDirectory(overlay, engine, network, forNames);
    dns = new DnsResponder(engine, network, settings.dnsSuffix(), directory);
    Dhcp asked = settings.dhcp();
    List<KnownMachine> known = asked == null ? null : asked.machines();
    ClientLeases ownLease = new OwnLease(this::ownLease);
    lastMachines = known == null ? List.of() : known;
    machines =
        known == null ? null : new Machines(overlay, engine, network, ownLease, this::onMachines);
    ClientLeases leases = machines == null ? ownLease : machines;
    dhcp =
        asked == null
            ? null
            : new DhcpServer(engine, network, settings.dnsSuffix(), asked.told(), leases);
  }

  /** Claims an address and a name, at once or when the overlay is joined. */
  public void start() {
    addresses.start();
    names.start();
    if (machines != null) {
      machines.restore(lastMachines);
    }
  }

  /** Gives both back. */
  public void stop() {
    addresses.stop();
    names.stop();
    if (machines != null) {
      machines.stop();
    }
    tellPeers();
  }

  /**
   * Sets whether this machine accepts packets to its IPv6 address. While it does not, that address
   * is not published: programs would try it first, and hang.
   */
  public void setIpv6(boolean isOn) {
    addresses.setIpv6(isOn);
    names.setIpv6(isOn);
    dns.setIpv6(isOn);
  }

  /** What this member offers to the group from now on. */
  public void setOffered(List<AnnouncedService> services) {
    names.setServices(services);
  }

  /** The group's policy keeps these from now on; replicas and this machine's own claims obey. */
  public void setReservations(Reservations reservations) {
    overlay.dht().setLeaseRule(reservations);
    addresses.setReservations(reservations);
    names.setReservations(reservations);
  }

  /** In router mode: what the group's policy keeps for a machine that calls itself so. */
  public void setMachineReservations(Function<Label, Reservations> ofMachine) {
    if (machines != null) {
      machines.setReservations(ofMachine);
    }
  }

  /** This member's IPv4 address, or null while it has none. */
  public @Nullable Ipv4Address address() {
    return addresses.address();
  }

  /** This member's name, or null while it has none. */
  public @Nullable String name() {
    return names.label();
  }

  /** There is traffic for an address that has no route or whose owner has no session. */
  public void resolve(Ipv4Address address) {
    resolver.resolve(address);
  }

  /** There is traffic for an address that has no route or whose owner has no session. */
  public void resolve(Ipv6Address address) {
    resolver.resolve(address);
  }

  /** A packet of {@code peer} was dropped, because the peer is not known to own the source. */
  public void onUnprovedSource(NodeId peer, Ipv4Address source) {
    bindings.onUnprovedSource(peer, source);
  }

  /** Has names outside the group asked there. */
  public void setOutsideNames(OutsideNames names) {
    dns.setOutside(names);
  }

  /** A DNS query arrived at the service address; answered at most once, possibly later. */
  public void onDnsQuery(DnsRequest request, Consumer<byte[]> answer) {
    dns.onQuery(request, answer);
  }

  /** Whether DHCP clients are answered. Any thread. */
  public boolean servesDhcp() {
    return dhcp != null;
  }

  /** A DHCP client on the device's link has sent this; answered at most once, possibly later. */
  public void onDhcp(DhcpRequest request, Consumer<DhcpReply> answer) {
    if (dhcp != null) {
      dhcp.onMessage(request, answer);
    }
  }

  private void onMachines(Consumer<Boolean> kept) {
    if (machines != null) {
      tellPeers();
      listener.onMachines(machines.held(), machines.known(), kept);
    }
  }

  private @Nullable DhcpLease ownLease() {
    Ipv4Address held = addresses.address();
    return held == null ? null : new DhcpLease(held, addresses.heldUntilNanos(), names.label());
  }

  /** Finds members by name or address, with a quorum. */
  public MemberLookup directory() {
    return directory;
  }

  /** The name of a peer, proved by a quorum; empty if there is none. */
  public String nameOf(NodeId peer) {
    return bindings.nameOf(peer);
  }

  /** The IPv4 address of a peer itself, not of machines behind it; null while it is not known. */
  public @Nullable Ipv4Address addressOf(NodeId peer) {
    return bindings.addressOf(peer);
  }

  private void tellPeers() {
    Ipv4Address address = addresses.address();
    String name = names.label();
    List<BoundAddress> bound = new ArrayList<>();
    if (address != null) {
      bound.add(new BoundAddress(address, addresses.generation()));
    }
    if (machines != null) {
      bound.addAll(machines.bound());
    }
    bindings.setOwn(bound, name == null ? List.of() : List.of(new Label(name)));
  }

  /** Connects this member's own address and name. */
  private final class Own implements AddressListener, NameListener {
    @Override
    public void onAddress(Ipv4Address address, long generation) {
      names.setAddress(address);
      tellPeers();
      listener.onAddress(address, generation);
    }

    @Override
    public void onAddressLost(Ipv4Address address, String reason) {
      names.setAddress(null);
      tellPeers();
      listener.onAddressLost(address, reason);
    }

    @Override
    public void onName(String label) {
      addresses.setLabel(new Label(label));
      tellPeers();
      listener.onName(label);
    }

    @Override
    public void onNameLost(String label, String reason) {
      addresses.setLabel(null);
      tellPeers();
      listener.onNameLost(label, reason);
    }
  }
}
