package net.groupvpn.client.part;

import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import net.groupvpn.client.counter.ClientCounter;
import net.groupvpn.client.enrol.OwnEndpoint;
import net.groupvpn.client.lan.LanFinder;
import net.groupvpn.dhcpdns.GroupServices;
import net.groupvpn.dhcpdns.address.Reservations;
import net.groupvpn.overlay.dht.lease.LeaseTimes;
import net.groupvpn.overlay.discovery.DiscoveryKeys;
import net.groupvpn.overlay.discovery.OverlayDiscovery;
import net.groupvpn.overlay.document.CrlShelf;
import net.groupvpn.overlay.document.DocumentExchange;
import net.groupvpn.overlay.document.DocumentKind;
import net.groupvpn.overlay.document.PolicyShelf;
import net.groupvpn.overlay.engine.Counter;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.group.GroupFile;
import net.groupvpn.overlay.host.MemberFinder;
import net.groupvpn.overlay.host.OverlayHost;
import net.groupvpn.overlay.host.Realm;
import net.groupvpn.overlay.identity.GroupTrust;
import net.groupvpn.overlay.identity.RevocationList;
import net.groupvpn.overlay.io.NodeLoop;
import net.groupvpn.overlay.link.SiblingList;
import net.groupvpn.overlay.node.OverlayNode;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.MachineNetworks;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.policy.NewestPolicy;
import net.groupvpn.overlay.routing.Tracer;
import net.groupvpn.overlay.security.Security;
import net.groupvpn.overlay.session.IndexAllocator;
import net.groupvpn.overlay.survey.NetworkSummary;
import net.groupvpn.overlay.survey.Survey;
import net.groupvpn.overlay.time.Now;
import org.jspecify.annotations.Nullable;

/**
 * The objects on the engine thread: the group's overlay and the public one on one host, and the
 * member's services. After construction, use it on that thread only.
 *
 * @param host the engine that the loop drives
 */
public record EngineRoom(
    OverlayHost host,
    Realm publicRealm,
    Realm privateRealm,
    MemberFinder finder,
    GroupServices services,
    Exchanges exchanges,
    Probes probes) {

  /** What passes on signed documents among members. */
  record Exchanges(DocumentExchange revocations, DocumentExchange policies) {}

  /** What asks other members how they are. */
  record Probes(Echo echo, Tracer tracer, Survey survey) {}

  /**
   * The cryptography of both overlays.
   *
   * @param member security of the group's overlay, with the group's certificate
   * @param anyone security of the public overlay, with a self-made key
   */
  record Identities(Security member, Security anyone) {}

  /**
   * What the group's CA signs for all.
   *
   * @param trust what revocation lists change
   * @param onNewerList told when another member had a newer one; on the engine's thread
   * @param policy the group's
   */
  record Documents(GroupTrust trust, Consumer<RevocationList> onNewerList, NewestPolicy policy) {}

  /** Puts everything together; nothing happens before {@link #start}. */
  static EngineRoom build(
      GroupFile group,
      Identities identities,
      Documents documents,
      GroupServices.Settings settings,
      GroupServices.Listener listener,
      Now now) {
    IndexAllocator indexes = new IndexAllocator();
    Engine publicEngine = new Engine(new SecureRandom(), now);
    Engine engine = new Engine(new SecureRandom(), now);
    Realm everybody = Realm.ofPublicOverlay(publicEngine, indexes, identities.anyone());
    Realm members =
        Realm.ofGroup(group.groupId(), engine, indexes, identities.member(), LeaseTimes.STANDARD);
    OverlayDiscovery discovery =
        new OverlayDiscovery(
            publicEngine,
            everybody.node().dht(),
            everybody.node().messenger(),
            DiscoveryKeys.of(group.secret()));
    return new EngineRoom(
        new OverlayHost(indexes, everybody, members, discovery),
        everybody,
        members,
        new MemberFinder(everybody, members, discovery),
        new GroupServices(members.node(), engine, settings, listener),
        new Exchanges(crlExchange(members, documents), policyExchange(members, documents)),
        new Probes(
            new Echo(members.node(), engine),
            members.node().diagnostics().enableTracing(),
            members.node().diagnostics().enableSurvey(version())));
  }

  /** The version of this program, from the jar's manifest. */
  private static String version() {
    @Nullable String version = EngineRoom.class.getPackage().getImplementationVersion();
    String known = version == null ? "development" : version;
    return known.substring(0, Math.min(NetworkSummary.MAX_VERSION_BYTES, known.length()));
  }

  private static DocumentExchange crlExchange(Realm members, Documents documents) {
    return new DocumentExchange(
        members.node(),
        members.engine(),
        DocumentKind.REVOCATIONS,
        new CrlShelf(documents.trust()),
        () -> {
          members.node().sessions().recheckTrust();
          documents.onNewerList().accept(Objects.requireNonNull(documents.trust().newest()));
        });
  }

  private static DocumentExchange policyExchange(Realm members, Documents documents) {
    return new DocumentExchange(
        members.node(),
        members.engine(),
        DocumentKind.POLICY,
        new PolicyShelf(documents.policy()),
        () -> {});
  }

  /** A newer list arrived from elsewhere: ends the sessions that it revokes, and passes it on. */
  void onRevocationList() {
    node().sessions().recheckTrust();
    exchanges.revocations().announce();
  }

  /** A newer policy is in force, wherever it came from: others are offered it. */
  void onPolicy(Reservations reservations) {
    services.setReservations(reservations);
    exchanges.policies().announce();
  }

  /** This node has a new certificate. */
  void onCertificateRenewed() {
    node().dht().onCertificateRenewed();
  }

  /** Pings members. */
  public Echo echo() {
    return probes.echo();
  }

  /** Traces the way to members. */
  public Tracer tracer() {
    return probes.tracer();
  }

  /** Asks all members. */
  public Survey survey() {
    return probes.survey();
  }

  /** The group's overlay. */
  public OverlayNode node() {
    return privateRealm.node();
  }

  /** The engine of the group's overlay. */
  Engine engine() {
    return privateRealm.engine();
  }

  /**
   * Joins both overlays.
   *
   * @param publicSeeds endpoints of the public overlay
   * @param peers endpoints of members, which are in both
   */
  void start(Endpoints endpoints, OwnEndpoint self, List<String> publicSeeds, List<String> peers) {
    endpoints.addSeeds(publicRealm.node(), publicSeeds);
    endpoints.addPeers(peers);
    endpoints.setOwn(self);
    publicRealm.node().start();
    node().start();
    finder.start();
    services.start();
  }

  /** Hears of members in the same network, on any thread. */
  LanFinder.Listener neighbours(NodeLoop loop) {
    return new LanFinder.Listener() {
      @Override
      public void onMember(Endpoint endpoint) {
        loop.observe(() -> onNeighbour(endpoint));
      }

      @Override
      public void onDropped(Map<Counter, Long> counts) {
        loop.execute(() -> counts.forEach(engine().counters()::add));
      }
    };
  }

  /**
   * A new member may belong to another part of the group. A node with many peers leaves it to the
   * overlay whether it needs members that it met before.
   */
  private void onNeighbour(Endpoint endpoint) {
    if (!node().attachment().endpointRules().mayLearn(endpoint)) {
      engine().counters().increment(ClientCounter.DROPPED_LAN_ENDPOINT);
      return;
    }
    boolean isNew = node().addSeed(new DirectPath(endpoint), null);
    if (isNew || node().sessions().all().size() < SiblingList.SIBLINGS) {
      node().sessions().open(new DirectPath(endpoint), null);
    }
  }

  /** This machine's networks, or what is known of them, have changed. */
  void setNetworks(MachineNetworks networks) {
    node().attachment().endpointRules().setNetworks(networks);
    publicRealm.node().attachment().endpointRules().setNetworks(networks);
  }

  /** This machine's addresses or routes have changed, or it has slept. */
  void onNetworkChanged(Endpoints endpoints, OwnEndpoint self) {
    endpoints.setOwn(self);
    node().attachment().onNetworkChanged();
    publicRealm.node().attachment().onNetworkChanged();
  }

  /** The machine's clock was set: what peers refused because of its time may pass now. */
  void onClockSet(Endpoints endpoints, OwnEndpoint self) {
    onNetworkChanged(endpoints, self);
    node().dht().onClockSet();
    publicRealm.node().dht().onClockSet();
  }

  /** Leaves both; tells peers. */
  void leave() {
    services.stop();
    finder.stop();
    node().leave();
    publicRealm.node().leave();
  }
}
