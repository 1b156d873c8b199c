package net.groupvpn.lab.hostile;

import java.util.List;
import java.util.function.Consumer;
import net.groupvpn.lab.bed.Await;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.Testbed;
import net.groupvpn.lab.member.Group;
import net.groupvpn.lab.member.Member;
import net.groupvpn.lab.member.TwoSites;

/** A bed with two sites, a portal and a group, for one test class. */
final class LabGroup implements AutoCloseable {
  /** Time limit until all pairs reach each other, in seconds. */
  static final long ALL_PAIRS_SECONDS = 30;

  private final Testbed bed;
  private final TwoSites net;
  private final Group group;

  /** Only the hosts and the portal at first; the portal asks clients to call every 2 s. */
  LabGroup(String name, List<String> hosts) {
    this(name, hosts, host -> {});
  }

  /** The same, with the portal's host prepared. */
  LabGroup(String name, List<String> hosts, Consumer<Host> prepare) {
    bed = new Testbed(name);
    net = new TwoSites(bed, hosts);
    net.attachThisMachine("gv" + name);
    prepare.accept(net.portal());
    group = Group.create(bed, net.portal(), TwoSites.PORTAL_ADDRESS, "--crl-interval", "PT2S");
  }

  /** Installs and starts a client on each host, and waits until all pairs talk. */
  LabGroup up() {
    net.members().forEach(host -> group.install(host).start());
    group.members().forEach(Member::awaitUp);
    group.awaitAllPairs(ALL_PAIRS_SECONDS);
    return this;
  }

  Testbed bed() {
    return bed;
  }

  TwoSites net() {
    return net;
  }

  Group group() {
    return group;
  }

  Member member(int index) {
    return group.members().get(index);
  }

  /** Waits until one member's ping reaches another one by name. */
  static void awaitPing(Member from, Member to) {
    Await.until(
        from.host().name() + " pings " + to.fullName(),
        ALL_PAIRS_SECONDS,
        () -> from.pings(to.fullName(), false));
  }

  @Override
  public void close() {
    bed.close();
  }
}
