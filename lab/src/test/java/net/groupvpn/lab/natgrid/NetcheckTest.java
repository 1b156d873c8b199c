package net.groupvpn.lab.natgrid;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import net.groupvpn.lab.NeedsRoot;
import net.groupvpn.lab.bed.Await;
import net.groupvpn.lab.bed.Testbed;
import net.groupvpn.lab.member.Member;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What members behind real NATs report about them. */
@NeedsRoot
class NetcheckTest {
  private static final long KNOWN_SECONDS = 30;
  private static final String ANY_PORT = "address-dependent-or-less";
  private static final String SAME_PORT = "address-and-port-dependent";

  private static Testbed bed;
  private static Lane lane;

  @BeforeAll
  static void open() {
    bed = new Testbed("netcheck");
    lane = new Lane(bed, new NatWorld(bed), 1);
  }

  @AfterAll
  static void close() {
    bed.close();
  }

  /** Two peers at different addresses must have spoken before the mapping is known. */
  private static JsonNode check(NatKind kind, String mapping, String filtering) {
    Member member = lane.member(kind).start().awaitUp();
    Await.until(
        member + " knows its NAT",
        KNOWN_SECONDS,
        () -> {
          JsonNode known = member.ask("netcheck");
          return known.path("mapping").asText().equals(mapping)
              && known.path("filtering").asText().equals(filtering);
        });
    JsonNode answer = member.ask("netcheck");
    member.stop();
    return answer;
  }

  @Test
  void anOpenMemberHasNoNat() {
    JsonNode answer = check(NatKind.OPEN, "no-nat", ANY_PORT);
    assertThat(answer.path("udp").asBoolean()).isTrue();
    assertThat(answer.path("filtering").asText()).isEqualTo(ANY_PORT);
    assertThat(answer.path("relays")).isNotEmpty();
  }

  @Test
  void anAddressRestrictedOneLetsOtherPortsIn() {
    JsonNode answer = check(NatKind.ADDRESS_RESTRICTED, "endpoint-independent", ANY_PORT);
    assertThat(answer.path("filtering").asText()).isEqualTo(ANY_PORT);
  }

  @Test
  void aPortRestrictedOneDoesNot() {
    JsonNode answer = check(NatKind.PORT_RESTRICTED, "endpoint-independent", SAME_PORT);
    assertThat(answer.path("filtering").asText()).isEqualTo(SAME_PORT);
    assertThat(answer.path("ipv6").asBoolean()).isFalse();
  }

  @Test
  void aSymmetricOneMapsEachDestinationAnew() {
    JsonNode answer = check(NatKind.SYMMETRIC, "endpoint-dependent", SAME_PORT);
    assertThat(answer.path("filtering").asText()).isEqualTo(SAME_PORT);
  }
}
