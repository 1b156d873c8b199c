package net.groupvpn.lab.natgrid;

import java.util.List;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.Testbed;
import net.groupvpn.lab.member.Group;
import net.groupvpn.lab.member.Member;

/**
 * A portal, a group, and one member that is always there, in the open. Cells of one lane follow
 * each other; cells of different lanes know nothing of each other.
 */
final class Lane {
  private static final int FIRST_PORTAL = 10;
  private static final int FIRST_STANDING = 100;
  private static final String PORTAL = "portal.lab";

  private final NatWorld world;
  private final Group group;
  private final String address;
  private final String address6;
  private final int number;
  private int cells;

  /** Makes the lane and waits until it is ready. */
  Lane(Testbed bed, NatWorld world, int number) {
    this.world = world;
    this.number = number;
    address = NatWorld.serverAddress(FIRST_PORTAL + number);
    address6 = NatWorld.serverAddress6(FIRST_PORTAL + number);
    Host portal = world.server("portal" + number, FIRST_PORTAL + number);
    portal.knows(PORTAL, List.of(address, address6));
    group = Group.createNamed(bed, portal, PORTAL, address);
    Host open = world.server("anchor" + number, FIRST_STANDING + number);
    open.knows(PORTAL, List.of(address, address6));
    group.installApart(open).start().awaitUp();
  }

  /** Installs both members of a pair. */
  Cell cell(Pairing pairing) {
    cells++;
    Host a = world.member("a" + number + "-" + cells, pairing.a());
    String nameOfB = "b" + number + "-" + cells;
    Host b =
        pairing.b() == NatKind.ONE_NAT
            ? world.neighbour(nameOfB, a)
            : world.member(nameOfB, pairing.b());
    return new Cell(pairing, install(a, pairing.a()), install(b, pairing.b()));
  }

  /** Installs one member in a home of its own. */
  Member member(NatKind kind) {
    return member(kind.label(), kind);
  }

  /** The same with a name of its own. */
  Member member(String name, NatKind kind) {
    return install(world.member(name, kind), kind);
  }

  /** The same in one whose router maps ports by a protocol. */
  Member member(String name, NatKind kind, PortMappers mappers, String... settings) {
    return install(world.memberThatMayMap(name, kind, mappers), kind, settings);
  }

  private Member install(Host host, NatKind kind, String... settings) {
    List<String> addresses =
        switch (kind) {
          case IPV6_ONLY -> List.of(address6);
          case DUAL_STACK -> List.of(address, address6);
          default -> List.of(address);
        };
    host.knows(PORTAL, addresses);
    return group.installApart(host, settings);
  }
}
