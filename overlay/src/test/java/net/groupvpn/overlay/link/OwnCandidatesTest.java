package net.groupvpn.overlay.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.EndpointRules;
import net.groupvpn.overlay.time.Now;
import org.junit.jupiter.api.Test;

class OwnCandidatesTest {
  private static final Endpoint LOCAL = endpoint("192.168.1.2:7400");
  private static final Endpoint MAPPED = endpoint("198.51.100.7:40000");
  private static final Endpoint SEEN = endpoint("198.51.100.7:51234");

  private final OwnCandidates candidates =
      new OwnCandidates(
          new Engine(new SplittableRandom(1), new Now(1, 1)), new EndpointRules(), () -> false);

  private static Endpoint endpoint(String text) {
    return Objects.requireNonNull(Endpoint.parse(text));
  }

  @Test
  void aMappedPortIsOfferedBetweenOwnAddressesAndWhatPeersSee() {
    candidates.setLocal(List.of(LOCAL));
    candidates.addOfMember(endpoint("203.0.113.1:7400"), SEEN);

    assertThat(candidates.setMapped(List.of(MAPPED))).isTrue();
    assertThat(candidates.setMapped(List.of(MAPPED))).isFalse();
    assertThat(candidates.offer().candidates()).containsExactly(LOCAL, MAPPED, SEEN);

    assertThat(candidates.setMapped(List.of())).isTrue();
    assertThat(candidates.offer().candidates()).containsExactly(LOCAL, SEEN);
  }

  @Test
  void whatPeersSeeIsNotOfferedTwice() {
    candidates.setLocal(List.of(LOCAL));
    candidates.setMapped(List.of(SEEN));
    candidates.addOfMember(endpoint("203.0.113.1:7400"), SEEN);

    assertThat(candidates.offer().candidates()).containsExactly(LOCAL, SEEN);
  }

  @Test
  void manyOwnAddressesLeaveRoomForAMappedPort() {
    candidates.setLocal(
        IntStream.range(1, 20).mapToObj(i -> endpoint("192.168.1." + i + ":7400")).toList());
    candidates.setMapped(List.of(MAPPED));
    for (int i = 1; i < 9; i++) {
      candidates.addOfMember(
          endpoint("203.0.113." + i + ":7400"), endpoint("198.51.100.7:5000" + i));
    }

    assertThat(candidates.offer().candidates())
        .hasSize(EndpointList.MAX_CANDIDATES)
        .contains(MAPPED);
  }
}
