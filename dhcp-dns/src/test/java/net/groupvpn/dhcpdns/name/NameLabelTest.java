package net.groupvpn.dhcpdns.name;

import static org.assertj.core.api.Assertions.assertThat;

import net.groupvpn.overlay.id.NodeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameLabelTest {
  private static final NodeId NODE = NodeId.ofHex("ab".repeat(20));

  @ParameterizedTest
  @CsvSource({
    "laptop,laptop",
    "LapTop.example.org,laptop",
    "Ann's new_PC,ann-s-new-pc",
    "--x--,x",
    "'',member-abababab",
    "...,member-abababab",
    "日本,member-abababab"
  })
  void anyNameOfAMachineBecomesALabel(String wish, String label) {
    assertThat(NameLabel.of(wish, NODE)).isEqualTo(label);
    assertThat(NameLabel.isValid(label)).isTrue();
  }

  @Test
  void aLongNameKeepsRoomForANumber() {
    String label = NameLabel.of("x".repeat(200), NODE);
    assertThat(NameLabel.isValid(NameLabel.numbered(label, 16))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "a-", "A", "a.b", "a_b", "a b", "é", "*"})
  void otherLabelsAreNotValid(String label) {
    assertThat(NameLabel.isValid(label)).isFalse();
  }

  @Test
  void aLabelHasAtMost63Characters() {
    assertThat(NameLabel.isValid("a".repeat(63))).isTrue();
    assertThat(NameLabel.isValid("a".repeat(64))).isFalse();
  }
}
