package net.groupvpn.overlay.host;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.groupvpn.overlay.dht.lease.LeaseTimes;
import net.groupvpn.overlay.discovery.DiscoveryKeys;
import net.groupvpn.overlay.discovery.OverlayDiscovery;
import net.groupvpn.overlay.discovery.PublicDiscovery;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.identity.CertificateOrder;
import net.groupvpn.overlay.identity.IdentityException;
import net.groupvpn.overlay.identity.Membership;
import net.groupvpn.overlay.identity.NodeCertificate;
import net.groupvpn.overlay.identity.NodeKey;
import net.groupvpn.overlay.identity.TestGroup;
import net.groupvpn.overlay.session.IndexAllocator;
import net.groupvpn.overlay.time.Now;
import net.groupvpn.overlay.tls.TlsSecurity;
import net.groupvpn.overlay.virtual.NatType;
import net.groupvpn.overlay.virtual.ScenarioNetwork;
import net.groupvpn.overlay.virtual.SimulatedHost;

/**
 * A public bootstrap node like the portal's, and members of groups that know only its endpoint;
 * with real cryptography, in virtual time.
 *
 * <pre>
 *   host 0: public node only      host 1..n: members, public and private node on one socket
 * </pre>
 */
public final class TestMembers {
  /** A member's parts. */
  public record Member(
      SimulatedHost host,
      IndexAllocator indexes,
      Realm publicRealm,
      Realm privateRealm,
      PublicDiscovery discovery) {}

  private static final SecureRandom SECURE = new SecureRandom();

  /** The network of all nodes. */
  public final ScenarioNetwork network = new ScenarioNetwork(8);

  /** The public bootstrap node. */
  public final SimulatedHost bootstrap;

  private final List<Member> made = new ArrayList<>();

  /** With the bootstrap node only. */
  public TestMembers() {
    bootstrap =
        network.add(
            host -> {
              Realm realm = publicRealm(host, new IndexAllocator());
              realm.node().attachment().setLocalCandidates(List.of(host.endpoint()));
              realm.node().start();
              return realm.node();
            });
  }

  private static Realm publicRealm(SimulatedHost host, IndexAllocator indexes) {
    return Realm.ofPublicOverlay(
        new Engine(host.random(), host.now()),
        indexes,
        TlsSecurity.ofPublicOverlay(NodeKey.generate(SECURE), SECURE));
  }

  /** Starts a member of {@code group} with its certificate, its secret and one public seed. */
  public Member join(TestGroup group, byte[] secret) {
    return join(group, secret, NatType.OPEN);
  }

  /** The same behind a box. */
  public Member join(TestGroup group, byte[] secret, NatType nat) {
    network.add(
        nat,
        host -> {
          Member member = create(host, group, secret);
          made.add(member);
          return start(member);
        });
    return made.get(made.size() - 1);
  }

  private static Member create(SimulatedHost host, TestGroup group, byte[] secret) {
    IndexAllocator indexes = new IndexAllocator();
    Realm open = publicRealm(host, indexes);
    NodeKey key = group.newKey();
    TlsSecurity security =
        TlsSecurity.ofGroup(
            group.trust(), secret, key, certificate(group, key, host.now()), SECURE);
    Realm own =
        Realm.ofGroup(
            group.authority.groupId(),
            new Engine(host.random(), host.now()),
            indexes,
            security,
            LeaseTimes.STANDARD);
    PublicDiscovery discovery =
        new OverlayDiscovery(
            open.engine(), open.node().dht(), open.node().messenger(), DiscoveryKeys.of(secret));
    return new Member(host, indexes, open, own, discovery);
  }

  private static NodeCertificate certificate(TestGroup group, NodeKey key, Now now) {
    byte[] salt = new byte[Membership.SALT_BYTES];
    SECURE.nextBytes(salt);
    Instant from = Instant.ofEpochMilli(now.wallMillis());
    CertificateOrder order =
        new CertificateOrder(
            key.spki(), "member", "machine", Set.of(), salt, from, from.plus(TestGroup.LIFE));
    try {
      return group.authority.issue(order);
    } catch (IdentityException e) {
      throw new AssertionError(e);
    }
  }

  private OverlayHost start(Member member) {
    OverlayHost core =
        new OverlayHost(member.indexes, member.publicRealm, member.privateRealm, member.discovery);
    for (Realm realm : List.of(member.publicRealm, member.privateRealm)) {
      realm.node().attachment().setLocalCandidates(List.of(member.host.endpoint()));
    }
    member.publicRealm.node().addSeed(bootstrap.endpoint());
    member.publicRealm.node().start();
    member.privateRealm.node().start();
    new MemberFinder(member.publicRealm, member.privateRealm, member.discovery).start();
    return core;
  }
}
