package net.groupvpn.overlay.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import net.groupvpn.overlay.path.Endpoint;
import org.junit.jupiter.api.Test;

class ObservationsTest {
  private static final Endpoint OWN = endpoint("192.168.1.2:7400");
  private static final Endpoint OUTSIDE = endpoint("198.51.100.7:7400");
  private static final Endpoint OUTSIDE_ELSEWHERE = endpoint("198.51.100.7:40123");
  private static final Endpoint FIRST = endpoint("203.0.113.1:7400");
  private static final Endpoint SECOND = endpoint("203.0.114.2:7400");
  private static final List<Endpoint> LOCAL = List.of(OWN);

  private final Observations observations = new Observations();

  private static Endpoint endpoint(String text) {
    return Objects.requireNonNull(Endpoint.parse(text));
  }

  @Test
  void oneObserverTellsNothingAboutTheMapping() {
    observations.addOfMember(FIRST, OUTSIDE, 0);
    observations.addOfMember(endpoint("203.0.113.1:7401"), OUTSIDE, 0);

    assertThat(observations.mapping(LOCAL, List.of(), 0)).isEqualTo(MappingBehaviour.UNKNOWN);
  }

  @Test
  void twoThatSeeTheSamePortTellOfAnIndependentMapping() {
    observations.addOfMember(FIRST, OUTSIDE, 0);
    observations.addOfMember(SECOND, OUTSIDE, 0);

    assertThat(observations.mapping(LOCAL, List.of(), 0))
        .isEqualTo(MappingBehaviour.ENDPOINT_INDEPENDENT);
  }

  @Test
  void twoThatSeeDifferentPortsTellOfADependentMapping() {
    observations.addOfMember(FIRST, OUTSIDE, 0);
    observations.addOfMember(SECOND, OUTSIDE_ELSEWHERE, 0);

    assertThat(observations.mapping(LOCAL, List.of(), 0))
        .isEqualTo(MappingBehaviour.ENDPOINT_DEPENDENT);
  }

  @Test
  void aNodeThatIsSeenAtItsOwnAddressHasNoNat() {
    observations.addOfMember(FIRST, OWN, 0);

    assertThat(observations.mapping(LOCAL, List.of(), 0)).isEqualTo(MappingBehaviour.NO_NAT);
  }

  @Test
  void whatAnObserverSaysLaterReplacesWhatItSaid() {
    observations.addOfMember(FIRST, OUTSIDE_ELSEWHERE, 0);
    observations.addOfMember(FIRST, OUTSIDE, 1);
    observations.addOfMember(SECOND, OUTSIDE, 1);

    assertThat(observations.mapping(LOCAL, List.of(), 1))
        .isEqualTo(MappingBehaviour.ENDPOINT_INDEPENDENT);
  }

  @Test
  void oldReportsDoNotCount() {
    observations.addOfMember(FIRST, OUTSIDE, 0);

    assertThat(observations.mostSeen(LOCAL, 3, Reports.VALID_NANOS)).containsExactly(OUTSIDE);
    assertThat(observations.mostSeen(LOCAL, 3, Reports.VALID_NANOS + 1)).isEmpty();
  }

  @Test
  void whatMoreObserversSeeComesFirstAndOwnAddressesNotAtAll() {
    observations.addOfMember(endpoint("203.0.115.3:7400"), OUTSIDE, 0);
    observations.addOfMember(FIRST, OUTSIDE_ELSEWHERE, 0);
    observations.addOfMember(SECOND, OUTSIDE_ELSEWHERE, 0);
    observations.addOfMember(endpoint("192.168.1.3:7400"), OWN, 0);

    assertThat(observations.mostSeen(LOCAL, 3, 0)).containsExactly(OUTSIDE_ELSEWHERE, OUTSIDE);
  }

  @Test
  void reportsAreBounded() {
    for (int port = 1; port <= 2 * Reports.MAX_REPORTS; port++) {
      observations.addOfMember(
          endpoint("203.0." + port + ".1:7400"), endpoint("198.51.100.7:" + port), 0);
    }

    assertThat(observations.mostSeen(LOCAL, Integer.MAX_VALUE, 0)).hasSize(Reports.MAX_REPORTS);
  }

  @Test
  void whoCameByAMappedPortSaysNothingAboutTheMapping() {
    Endpoint mapped = endpoint("198.51.100.7:40000");
    observations.addOfMember(FIRST, OUTSIDE, 0);
    observations.addOfMember(SECOND, OUTSIDE, 0);
    observations.addOfMember(endpoint("203.0.115.3:7400"), mapped, 0);

    assertThat(observations.mapping(LOCAL, List.of(mapped), 0))
        .isEqualTo(MappingBehaviour.ENDPOINT_INDEPENDENT);
  }

  @Test
  void aMappedPortThatAllSeeIsWhatTheNatUsesAnyway() {
    observations.addOfMember(FIRST, OUTSIDE, 0);
    observations.addOfMember(SECOND, OUTSIDE, 0);

    assertThat(observations.mapping(LOCAL, List.of(OUTSIDE), 0))
        .isEqualTo(MappingBehaviour.ENDPOINT_INDEPENDENT);
  }

  @Test
  void oneLiarAgainstTwoDoesNotMakeTheMappingDependent() {
    observations.addOfMember(FIRST, OUTSIDE, 0);
    observations.addOfMember(SECOND, OUTSIDE, 0);
    observations.addOfMember(endpoint("203.0.116.99:7400"), OUTSIDE_ELSEWHERE, 0);

    assertThat(observations.mapping(LOCAL, List.of(), 0))
        .isEqualTo(MappingBehaviour.ENDPOINT_INDEPENDENT);
  }

  @Test
  void aNetworkHasOneVoteHoweverManyObserversAreInIt() {
    observations.addOfMember(FIRST, OUTSIDE, 0);
    observations.addOfMember(SECOND, OUTSIDE, 0);
    for (int host = 1; host < 100; host++) {
      observations.addOfMember(endpoint("203.0.116." + host + ":7400"), OUTSIDE_ELSEWHERE, 1);
    }

    assertThat(observations.mapping(LOCAL, List.of(), 1))
        .isEqualTo(MappingBehaviour.ENDPOINT_INDEPENDENT);
    assertThat(observations.mostSeen(LOCAL, 3, 1)).containsExactly(OUTSIDE, OUTSIDE_ELSEWHERE);
  }

  @Test
  void aNetworkPushesNobodyElseOut() {
    observations.addOfMember(FIRST, OUTSIDE, 0);
    for (int host = 1; host < 200; host++) {
      observations.addOfMember(
          endpoint("203.0.116." + host + ":7400"), endpoint("198.51.100.7:" + (5_000 + host)), 1);
    }

    assertThat(observations.mostSeen(LOCAL, 100, 1))
        .hasSize(1 + Reports.MAX_OF_A_NETWORK)
        .contains(OUTSIDE);
  }

  @Test
  void anIpv6NetworkHasOneVoteToo() {
    Endpoint six = endpoint("[2001:db8:9::7]:7400");
    Endpoint otherSix = endpoint("[2001:db8:9::7]:40123");
    observations.addOfMember(endpoint("[2001:db8:1::1]:7400"), six, 0);
    observations.addOfMember(endpoint("[2001:db8:2::1]:7400"), six, 0);
    for (int net = 0; net < 100; net++) {
      observations.addOfMember(endpoint("[2001:db8:3:" + net + "::1]:7400"), otherSix, 1);
    }

    assertThat(observations.mostSeen(LOCAL, 1, 1)).containsExactly(six);
  }

  private void manyStrangersSee(Endpoint seen) {
    for (int net = 0; net < 20; net++) {
      observations.addOfStranger(endpoint("192.0." + net + ".1:7400"), seen, 1);
    }
  }

  @Test
  void whereMembersSpeakStrangersDecideNothing() {
    observations.addOfMember(FIRST, OUTSIDE, 0);
    observations.addOfMember(SECOND, OUTSIDE, 0);
    manyStrangersSee(OUTSIDE_ELSEWHERE);

    assertThat(observations.mapping(LOCAL, List.of(), 1))
        .isEqualTo(MappingBehaviour.ENDPOINT_INDEPENDENT);
    assertThat(observations.mostSeen(LOCAL, 1, 1)).containsExactly(OUTSIDE);
  }

  @Test
  void strangersDoNotMakePeersProbeAnAddressThatNoMemberNames() {
    observations.addOfMember(FIRST, OUTSIDE, 0);
    manyStrangersSee(endpoint("192.0.2.80:53"));
    manyStrangersSee(OUTSIDE_ELSEWHERE);
    observations.addOfStranger(endpoint("192.1.1.1:7400"), endpoint("192.0.2.80:53"), 1);

    assertThat(observations.mostSeen(LOCAL, 3, 1)).containsExactly(OUTSIDE, OUTSIDE_ELSEWHERE);
  }

  @Test
  void aDependentMappingIsNotBelievedOnStrangersWordAlone() {
    observations.addOfStranger(FIRST, OUTSIDE, 0);
    observations.addOfStranger(SECOND, OUTSIDE_ELSEWHERE, 0);

    assertThat(observations.mapping(LOCAL, List.of(), 0))
        .isEqualTo(MappingBehaviour.ENDPOINT_DEPENDENT);
    assertThat(observations.provedMapping(LOCAL, List.of(), 0)).isEqualTo(MappingBehaviour.UNKNOWN);
  }

  @Test
  void strangersAndAMemberTogetherTellOfADependentMapping() {
    observations.addOfStranger(FIRST, OUTSIDE, 0);
    observations.addOfMember(SECOND, OUTSIDE_ELSEWHERE, 0);

    assertThat(observations.provedMapping(LOCAL, List.of(), 0))
        .isEqualTo(MappingBehaviour.ENDPOINT_DEPENDENT);
  }

  @Test
  void aStrangerAgainstAMemberAndAnotherStrangerDoesNotMakeTheMappingDependent() {
    observations.addOfMember(FIRST, OUTSIDE, 0);
    observations.addOfStranger(SECOND, OUTSIDE, 0);
    observations.addOfStranger(endpoint("203.0.116.99:7400"), OUTSIDE_ELSEWHERE, 0);

    assertThat(observations.provedMapping(LOCAL, List.of(), 0))
        .isEqualTo(MappingBehaviour.ENDPOINT_INDEPENDENT);
  }

  @Test
  void membersThatSpeakOfOtherAddressesLeaveTheIpv4NatToStrangers() {
    observations.addOfMember(endpoint("192.168.1.3:7400"), OWN, 0);
    observations.addOfMember(endpoint("[2001:db8:1::1]:7400"), endpoint("[2001:db8::7]:7400"), 0);
    observations.addOfMember(endpoint("[2001:db8:2::1]:7400"), endpoint("[2001:db8::7]:7400"), 0);
    observations.addOfStranger(FIRST, OUTSIDE, 0);
    observations.addOfStranger(SECOND, OUTSIDE, 0);

    assertThat(observations.provedMapping(LOCAL, List.of(), 0))
        .isEqualTo(MappingBehaviour.ENDPOINT_INDEPENDENT);
  }
}
