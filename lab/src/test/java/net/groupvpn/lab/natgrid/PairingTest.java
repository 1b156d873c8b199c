package net.groupvpn.lab.natgrid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PairingTest {
  private static ReachKind expected(NatKind a, NatKind b) {
    assertThat(new Pairing(b, a).expected()).isEqualTo(new Pairing(a, b).expected());
    return new Pairing(a, b).expected();
  }

  @Test
  void eachKindMeetsEachOnceAndThereAreThreeMore() {
    assertThat(Pairing.all()).hasSize(28 + 3).doesNotHaveDuplicates();
    assertThat(Pairing.withoutOpenMember()).hasSize(28 + 3 + 6).doesNotHaveDuplicates();
  }

  @Test
  void withoutAnOpenMemberThePublicOverlayIsWhatIsLeft() {
    Pairing pairing = new Pairing(NatKind.SYMMETRIC, NatKind.SYMMETRIC, Company.NOBODY);
    assertThat(pairing.expected()).isEqualTo(ReachKind.OVERLAY);
    assertThat(pairing.isNamed("symmetric/symmetric+alone")).isTrue();
    assertThat(pairing.isNamed("symmetric/symmetric")).isFalse();
  }

  @Test
  void stablePortsMeanDirectPaths() {
    List<NatKind> stable = NatKind.grid().subList(0, 4);
    for (NatKind a : stable) {
      for (NatKind b : stable) {
        assertThat(expected(a, b)).isEqualTo(ReachKind.DIRECT);
      }
    }
  }

  @Test
  void changingPortsMeanDirectPathsWhereTheOtherEndLooksAtAddressesAlone() {
    assertThat(expected(NatKind.SYMMETRIC, NatKind.OPEN)).isEqualTo(ReachKind.DIRECT);
    assertThat(expected(NatKind.CGNAT, NatKind.ADDRESS_RESTRICTED)).isEqualTo(ReachKind.DIRECT);
    assertThat(expected(NatKind.CGNAT, NatKind.PORT_RESTRICTED)).isEqualTo(ReachKind.RELAY);
    assertThat(expected(NatKind.CGNAT, NatKind.SYMMETRIC)).isEqualTo(ReachKind.RELAY);
  }

  @Test
  void withoutUdpThereAreStreamsAndRelays() {
    assertThat(expected(NatKind.UDP_BLOCKED, NatKind.OPEN)).isEqualTo(ReachKind.STREAM);
    assertThat(expected(NatKind.UDP_BLOCKED, NatKind.FULL_CONE)).isEqualTo(ReachKind.RELAY);
  }

  @Test
  void pathsAreNamedAsTheClientNamesThem() {
    assertThat(ReachKind.of("direct 198.51.100.1:7400")).isEqualTo(ReachKind.DIRECT);
    assertThat(ReachKind.of("public overlay")).isEqualTo(ReachKind.OVERLAY);
    assertThat(ReachKind.of(null)).isEqualTo(ReachKind.NONE);
    assertThat(ReachKind.RELAY.isWorseThan(ReachKind.STREAM)).isTrue();
  }
}
