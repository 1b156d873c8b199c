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
  private static final Endpoint SECOND = endpoint("203.0.113.2:7400");
  private static final List<Endpoint> LOCAL = List.of(OWN);

  private final Observations observations = new Observations();

  private static Endpoint endpoint(String text) {
    return Objects.requireNonNull(Endpoint.parse(text));
  }

  @Test
  void oneObserverTellsNothingAboutTheMapping() {
    observations.add(FIRST, OUTSIDE, 0);
    observations.add(endpoint("203.0.113.1:7401"), OUTSIDE, 0);

    assertThat(observations.mapping(LOCAL, List.of(), 0)).isEqualTo(MappingBehaviour.UNKNOWN);
  }

  @Test
  void twoThatSeeTheSamePortTellOfAnIndependentMapping() {
    observations.add(FIRST, OUTSIDE, 0);
    observations.add(SECOND, OUTSIDE, 0);

    assertThat(observations.mapping(LOCAL, List.of(), 0))
        .isEqualTo(MappingBehaviour.ENDPOINT_INDEPENDENT);
  }

  @Test
  void twoThatSeeDifferentPortsTellOfADependentMapping() {
    observations.add(FIRST, OUTSIDE, 0);
    observations.add(SECOND, OUTSIDE_ELSEWHERE, 0);

    assertThat(observations.mapping(LOCAL, List.of(), 0))
        .isEqualTo(MappingBehaviour.ENDPOINT_DEPENDENT);
  }

  @Test
  void aNodeThatIsSeenAtItsOwnAddressHasNoNat() {
    observations.add(FIRST, OWN, 0);

    assertThat(observations.mapping(LOCAL, List.of(), 0)).isEqualTo(MappingBehaviour.NO_NAT);
  }

  @Test
  void whatAnObserverSaysLaterReplacesWhatItSaid() {
    observations.add(FIRST, OUTSIDE_ELSEWHERE, 0);
    observations.add(FIRST, OUTSIDE, 1);
    observations.add(SECOND, OUTSIDE, 1);

    assertThat(observations.mapping(LOCAL, List.of(), 1))
        .isEqualTo(MappingBehaviour.ENDPOINT_INDEPENDENT);
  }

  @Test
  void oldReportsDoNotCount() {
    observations.add(FIRST, OUTSIDE, 0);

    assertThat(observations.mostSeen(LOCAL, 3, Observations.VALID_NANOS)).containsExactly(OUTSIDE);
    assertThat(observations.mostSeen(LOCAL, 3, Observations.VALID_NANOS + 1)).isEmpty();
  }

  @Test
  void whatMoreObserversSeeComesFirstAndOwnAddressesNotAtAll() {
    observations.add(endpoint("203.0.113.3:7400"), OUTSIDE, 0);
    observations.add(FIRST, OUTSIDE_ELSEWHERE, 0);
    observations.add(SECOND, OUTSIDE_ELSEWHERE, 0);
    observations.add(endpoint("192.168.1.3:7400"), OWN, 0);

    assertThat(observations.mostSeen(LOCAL, 3, 0)).containsExactly(OUTSIDE_ELSEWHERE, OUTSIDE);
  }

  @Test
  void reportsAreBounded() {
    for (int port = 1; port <= 2 * Observations.MAX_REPORTS; port++) {
      observations.add(endpoint("203.0.113.1:" + port), endpoint("198.51.100.7:" + port), 0);
    }

    assertThat(observations.mostSeen(LOCAL, Integer.MAX_VALUE, 0))
        .hasSize(Observations.MAX_REPORTS);
  }

  @Test
  void whoCameByAMappedPortSaysNothingAboutTheMapping() {
    Endpoint mapped = endpoint("198.51.100.7:40000");
    observations.add(FIRST, OUTSIDE, 0);
    observations.add(SECOND, OUTSIDE, 0);
    observations.add(endpoint("203.0.113.3:7400"), mapped, 0);

    assertThat(observations.mapping(LOCAL, List.of(mapped), 0))
        .isEqualTo(MappingBehaviour.ENDPOINT_INDEPENDENT);
  }

  @Test
  void aMappedPortThatAllSeeIsWhatTheNatUsesAnyway() {
    observations.add(FIRST, OUTSIDE, 0);
    observations.add(SECOND, OUTSIDE, 0);

    assertThat(observations.mapping(LOCAL, List.of(OUTSIDE), 0))
        .isEqualTo(MappingBehaviour.ENDPOINT_INDEPENDENT);
  }

  @Test
  void oneLiarAgainstTwoDoesNotMakeTheMappingDependent() {
    observations.add(FIRST, OUTSIDE, 0);
    observations.add(SECOND, OUTSIDE, 0);
    observations.add(endpoint("203.0.113.99:7400"), OUTSIDE_ELSEWHERE, 0);

    assertThat(observations.mapping(LOCAL, List.of(), 0))
        .isEqualTo(MappingBehaviour.ENDPOINT_INDEPENDENT);
  }
}
