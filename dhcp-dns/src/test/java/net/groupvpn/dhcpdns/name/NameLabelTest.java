package net.groupvpn.dhcpdns.name;

import static org.assertj.core.api.Assertions.assertThat;

import net.groupvpn.dhcpdns.address.Label;
import net.groupvpn.overlay.id.NodeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    assertThat(Label.isValid(label)).isTrue();
  }

  @Test
  void aLongNameKeepsRoomForANumber() {
    String label = NameLabel.of("x".repeat(200), NODE);
    assertThat(Label.isValid(NameLabel.numbered(label, 16))).isTrue();
  }
}
