package net.groupvpn.dhcpdns.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelTest {
  private static final NodeId NODE = NodeId.random(new Random(1));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-a",
        "a-",
        "A",
        "a.b",
        "a_b",
        "a b",
        "é",
        "*",
        "wpad",
        "localhost",
        "isatap",
        "boss\n",
        "\u001b[2Jboss",
        "boss\u200b",
        "\u202essob",
        "bo\u0000ss"
      })
  void whatIsNoLabelIsReadNowhere(String text) throws WireException {
    assertThat(Label.parse(text)).isNull();
    assertThatThrownBy(() -> new Label(text)).isInstanceOf(IllegalArgumentException.class);
    byte[] wire = new WireWriter().text(text).toBytes();
    assertThatThrownBy(() -> Label.read(new WireReader(wire))).isInstanceOf(WireException.class);
    byte[] record = new WireWriter().u8(1).nodeId(NODE).flag(false).text(text).toBytes();
    assertThatThrownBy(() -> MemberRecord.decode(record)).isInstanceOf(WireException.class);
  }

  @Test
  void aLabelHasAtMost63Characters() {
    assertThat(Label.isValid("a".repeat(63))).isTrue();
    assertThat(Label.isValid("a".repeat(64))).isFalse();
    assertThat(Label.isValid("")).isFalse();
  }

  @Test
  void aRecordWithoutANameIsReadAsSuch() throws WireException {
    MemberRecord without = new MemberRecord(NODE, null, null, true);
    assertThat(MemberRecord.decode(without.encode())).isEqualTo(without);
    MemberRecord with = new MemberRecord(NODE, null, new Label("boss"), true);
    assertThat(MemberRecord.decode(with.encode())).isEqualTo(with);
  }
}
