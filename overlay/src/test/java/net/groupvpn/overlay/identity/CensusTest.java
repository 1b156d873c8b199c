package net.groupvpn.overlay.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Integer;
import org.junit.jupiter.api.Test;

/** The size of a group, as its CA states it. */
class CensusTest {
  private final TestGroup group = new TestGroup();

  @Test
  void aListSaysHowLargeTheGroupIs() throws Exception {
    byte[] list = group.crl(1, new Census(3, 12)).encoded();

    assertThat(RevocationList.parse(list, group.authority.ca()).census())
        .isEqualTo(new Census(3, 12));
  }

  @Test
  void aListMaySayNothingOfIt() {
    assertThat(group.crl(1, TestGroup.NOW).census()).isNull();
  }

  @Test
  void oneMemberMayHaveAllEightNodesOnlyWhereItIsAlone() {
    assertThat(Stream.of(0, 1, 2, 3, 4, 5, 100).map(n -> new Census(n, 100).nodesOfOneMember()))
        .isEqualTo(List.of(8, 8, 4, 3, 2, 2, 2));
  }

  @Test
  void onlyAnotherRuleOrAnotherPowerOfTwoIsMaterial() {
    assertThat(new Census(4, 8).differsMateriallyFrom(new Census(7, 15))).isFalse();
    assertThat(new Census(4, 15).differsMateriallyFrom(new Census(4, 16))).isTrue();
    assertThat(new Census(3, 15).differsMateriallyFrom(new Census(4, 15))).isTrue();
    assertThat(new Census(0, 0).differsMateriallyFrom(new Census(1, 1))).isFalse();
  }

  @Test
  void aCountThatNoGroupHasIsRefused() {
    for (var counts : List.of(List.of(-1, 0), List.of(2, 1))) {
      byte[] der =
          X509.encode(
              X509.sequence(new ASN1Integer(counts.get(0)), new ASN1Integer(counts.get(1))));
      assertThatThrownBy(() -> Census.read(new Der(der)))
          .isInstanceOf(IdentityException.class)
          .hasMessageContaining("members");
    }
  }
}
