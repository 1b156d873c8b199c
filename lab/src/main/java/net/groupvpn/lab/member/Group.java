package net.groupvpn.lab.member;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.groupvpn.lab.bed.Await;
import net.groupvpn.lab.bed.BedException;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.Testbed;

/**
 * A group with its portal and members, made through the portal's forms. The first member belongs to
 * the portal's owner, who also administers the group.
 */
public final class Group {
  /** The group's name. */
  public static final String NAME = "office";

  /** Its DNS suffix. */
  public static final String SUFFIX = "office.gvpn";

  /** Its IPv4 range. */
  public static final String RANGE = "10.128.0.0/16";

  /** The service address, where the DNS responder is. */
  public static final String SERVICE_ADDRESS = "10.128.0.1";

  private final Testbed bed;
  private final LabPortal portal;
  private final Person owner;
  private final String page;
  private final List<Member> members = new ArrayList<>();

  private Group(Testbed bed, LabPortal portal, Person owner, String page) {
    this.bed = bed;
    this.portal = portal;
    this.owner = owner;
    this.page = page;
  }

  /** Starts a portal on {@code host}; its owner creates the group. */
  public static Group create(Testbed bed, Host host, String address, String... portalOptions) {
    return of(bed, LabPortal.start(host, address, data(bed, host), portalOptions));
  }

  /** The same with a portal that has a name. */
  public static Group createNamed(Testbed bed, Host host, String name, String address) {
    return of(bed, LabPortal.startNamed(host, name, address, data(bed, host)));
  }

  private static Path data(Testbed bed, Host host) {
    return bed.directory().resolve(host.name() + "-data");
  }

  private static Group of(Testbed bed, LabPortal portal) {
    Person owner = Person.owner(portal, "owner");
    return new Group(bed, portal, owner, owner.createGroup(NAME, RANGE, SUFFIX));
  }

  /** Signs a person up, who applies and is approved; the name is also the machine's. */
  public byte[] admit(String name) {
    Person person = Person.signUp(portal, name);
    String group = person.apply(NAME, "I work on " + name + ".");
    owner.approve(group, name);
    return person.downloadGroupFile(group);
  }

  /** Admits a member and installs the client on its host, without starting it. */
  public Member install(Host host, String... settings) {
    Member member = installApart(host, settings);
    members.add(member);
    return member;
  }

  /** The same, but it does not count among {@link #members()}. */
  public Member installApart(Host host, String... settings) {
    host.nameServer(SERVICE_ADDRESS, SUFFIX);
    return Member.install(
        host, bed.directory().resolve(host.name()), admit(host.name()), SUFFIX, settings);
  }

  /** Whether every member pings every other one by name. */
  public boolean allPairsPing(boolean ipv6) {
    return pairs().stream().allMatch(pair -> pair.from.pings(pair.to.fullName(), ipv6));
  }

  /**
   * Waits until every member pings every other one by name; returns the duration in nanoseconds.
   */
  public long awaitAllPairs(long limitSeconds) {
    List<Pair> missing = new ArrayList<>(pairs());
    try {
      return Await.until(
          "all pairs ping",
          limitSeconds,
          () -> {
            missing.removeIf(pair -> pair.from.pings(pair.to.fullName(), false));
            return missing.isEmpty();
          });
    } catch (BedException e) {
      throw new IllegalStateException(e.getMessage() + "; these do not: " + missing + members, e);
    }
  }

  /** Two members in one direction. */
  public record Pair(Member from, Member to) {}

  /** All pairs of members, both directions. */
  public List<Pair> pairs() {
    List<Pair> pairs = new ArrayList<>();
    for (Member from : members) {
      for (Member to : members) {
        if (from != to) {
          pairs.add(new Pair(from, to));
        }
      }
    }
    return pairs;
  }

  public LabPortal portal() {
    return portal;
  }

  /** The portal's owner and the group's administrator. */
  public Person owner() {
    return owner;
  }

  /** The path of the group's page. */
  public String page() {
    return page;
  }

  public List<Member> members() {
    return List.copyOf(members);
  }
}
