package net.groupvpn.dhcpdns;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv4Range;
import net.groupvpn.dhcpdns.address.Reservations;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.overlay.identity.GroupAuthority;
import net.groupvpn.overlay.identity.IdentityException;
import net.groupvpn.overlay.path.NumericAddress;
import net.groupvpn.overlay.policy.GroupPolicy;
import net.groupvpn.overlay.policy.PolicyContent;
import net.groupvpn.overlay.policy.PolicyWriter;
import net.groupvpn.overlay.policy.Reservation;
import net.groupvpn.overlay.security.ModelSecurity;
import net.groupvpn.overlay.virtual.ScenarioNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Four real members, m1 to m4. A new policy keeps m2's address and name for m4. */
class ReservationScenarioTest {
  private static final Ipv4Address KEPT = Ipv4Address.parse("10.128.0.77");
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final Duration ONE_MINUTE = Duration.ofMinutes(1);
  private static final int MINUTES = 75;

  private final ScenarioNetwork network = new ScenarioNetwork(11);
  private final VirtualNetwork group =
      new VirtualNetwork("ab".repeat(32), Ipv4Range.parse("10.128.0.0/24"));
  private final List<RealMember> members = new ArrayList<>();
  private GroupPolicy policy = GroupPolicy.NONE;

  @BeforeEach
  void fourMembersAreUpAndTheSecondHasTheAddress() throws IdentityException {
    add("ann");
    add("printer", KEPT);
    add("carol");
    add("dave");
    network.runFor(Duration.ofSeconds(20));
    assertThat(members).allMatch(RealMember::isReady);
    assertThat(holder().address()).isEqualTo(KEPT);
    Reservation kept = new Reservation("m4", "", NumericAddress.parse4(KEPT.toString()), "printer");
    policy =
        PolicyWriter.issue(
            GroupAuthority.create("office", Instant.EPOCH, new SecureRandom()),
            1,
            Instant.EPOCH,
            new PolicyContent(List.of(), List.of(), List.of(kept)));
  }

  private void add(String name, Ipv4Address... wished) {
    int number = members.size() + 1;
    members.add(
        new RealMember(
            network,
            id -> ModelSecurity.ofMember(id, number, () -> 4, peer -> true),
            RealMember.settings(group, name, wished)));
  }

  private RealMember holder() {
    return members.get(1);
  }

  private RealMember heir() {
    return members.get(3);
  }

  private void learn(RealMember member) {
    Reservations own = Reservations.of(policy, group, "m" + (members.indexOf(member) + 1), "any");
    member.command(() -> member.services.setReservations(own));
  }

  private boolean hasInherited() {
    return Objects.equals(heir().services.address(), KEPT)
        && Objects.equals(heir().services.name(), "printer");
  }

  @Test
  void addressAndNameChangeHandsAsSoonAsAllHaveThePolicy() {
    members.forEach(this::learn);
    assertThat(network.runUntil(this::hasInherited, SOON)).isTrue();
    assertThat(network.runUntil(holder()::isReady, SOON)).isTrue();
    assertThat(holder().address()).isNotEqualTo(KEPT);
    assertThat(holder().services.name()).isEqualTo("printer-2");
  }

  @Test
  void anOwnerThatDoesNotHaveThePolicyKeepsNeitherAndThereAreNeverTwo() {
    members.stream().filter(member -> member != holder()).forEach(this::learn);
    for (int i = 0; i < MINUTES; i++) {
      network.runFor(ONE_MINUTE);
      assertThat(members.stream().filter(one -> KEPT.equals(one.services.address())).count())
          .isLessThanOrEqualTo(1);
      assertThat(members.stream().filter(one -> "printer".equals(one.services.name())).count())
          .isLessThanOrEqualTo(1);
    }
    assertThat(hasInherited()).isTrue();
  }
}
