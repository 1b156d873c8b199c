package net.groupvpn.lab.natgrid;

import java.util.List;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.Testbed;
import net.groupvpn.lab.member.Group;
import net.groupvpn.lab.member.Member;
import org.jspecify.annotations.Nullable;

/**
 * A portal, a group, and optionally one open member that is always up. Cells of one lane follow
 * each other; cells of different lanes are independent.
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

  /** Makes the lane, with an open member, and waits until it is ready. */
  Lane(Testbed bed, NatWorld world, int number) {
    this(bed, world, number, true);
  }

  /** As above; {@code hasOpenMember} says whether there is an open member. */
  Lane(Testbed bed, NatWorld world, int number, boolean hasOpenMember) {
    this.world = world;
    this.number = number;
    address = NatWorld.serverAddress(FIRST_PORTAL + number);
    address6 = NatWorld.serverAddress6(FIRST_PORTAL + number);
    Host portal = world.server("portal" + number, FIRST_PORTAL + number);
    portal.knows(PORTAL, List.of(address, address6));
    group = Group.createNamed(bed, portal, PORTAL, address);
    if (hasOpenMember) {
      Host open = world.server("anchor" + number, FIRST_STANDING + number);
      open.knows(PORTAL, List.of(address, address6));
      group.installApart(open).start().awaitUp();
    }
  }

  /** Installs both members of a pair, and the third one if there is one. */
  GridCell cell(Pairing pairing) {
    cells++;
    Host a = world.member(name("a"), pairing.a());
    Host b =
        switch (pairing.b()) {
          case ONE_NAT -> world.neighbour(name("b"), a);
          case TWO_VLANS -> world.apart(name("b"), a);
          default -> world.member(name("b"), pairing.b());
        };
    @Nullable NatKind third =
        switch (pairing.company()) {
          case OPEN_MEMBER, NOBODY -> null;
          case THIRD_ALIKE -> pairing.b();
          case LEAVING_MEMBER -> NatKind.OPEN;
        };
    return new GridCell(
        pairing,
        install(a, pairing.a()),
        install(b, pairing.b()),
        third == null ? null : install(world.member(name("c"), third), third));
  }

  private String name(String letter) {
    return letter + number + "-" + cells;
  }

  /** Installs one member in a home of its own. */
  Member member(NatKind kind) {
    return member(kind.label(), kind);
  }

  /** The same with a name of its own. */
  Member member(String name, NatKind kind) {
    return install(world.member(name, kind), kind);
  }

  /** The same in a home whose router maps ports by a protocol. */
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
