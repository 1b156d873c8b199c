package net.groupvpn.lab.natgrid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PairingTest {
  private static PathKind expected(NatKind a, NatKind b) {
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
    assertThat(pairing.expected()).isEqualTo(PathKind.OVERLAY);
    assertThat(pairing.isNamed("symmetric/symmetric+alone")).isTrue();
    assertThat(pairing.isNamed("symmetric/symmetric")).isFalse();
  }

  @Test
  void stablePortsMeanDirectPaths() {
    List<NatKind> stable = NatKind.grid().subList(0, 4);
    for (NatKind a : stable) {
      for (NatKind b : stable) {
        assertThat(expected(a, b)).isEqualTo(PathKind.DIRECT);
      }
    }
  }

  @Test
  void changingPortsMeanDirectPathsWhereTheOtherEndLooksAtAddressesAlone() {
    assertThat(expected(NatKind.SYMMETRIC, NatKind.OPEN)).isEqualTo(PathKind.DIRECT);
    assertThat(expected(NatKind.CGNAT, NatKind.ADDRESS_RESTRICTED)).isEqualTo(PathKind.DIRECT);
    assertThat(expected(NatKind.CGNAT, NatKind.PORT_RESTRICTED)).isEqualTo(PathKind.RELAY);
    assertThat(expected(NatKind.CGNAT, NatKind.SYMMETRIC)).isEqualTo(PathKind.RELAY);
  }

  @Test
  void withoutUdpThereAreStreamsAndRelays() {
    assertThat(expected(NatKind.UDP_BLOCKED, NatKind.OPEN)).isEqualTo(PathKind.STREAM);
    assertThat(expected(NatKind.UDP_BLOCKED, NatKind.FULL_CONE)).isEqualTo(PathKind.RELAY);
  }

  @Test
  void pathsAreNamedAsTheClientNamesThem() {
    assertThat(PathKind.of("direct 198.51.100.1:7400")).isEqualTo(PathKind.DIRECT);
    assertThat(PathKind.of("public overlay")).isEqualTo(PathKind.OVERLAY);
    assertThat(PathKind.of(null)).isEqualTo(PathKind.NONE);
    assertThat(PathKind.RELAY.isWorseThan(PathKind.STREAM)).isTrue();
  }
}
