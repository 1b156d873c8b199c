package net.groupvpn.dhcpdns.machine;

import static org.assertj.core.api.Assertions.assertThat;

import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Label;
import org.junit.jupiter.api.Test;

class KnownMachineTest {
  private static final KnownMachine PRESS =
      new KnownMachine(
          "id:ff0102",
          0x0200_0000_0099L,
          Ipv4Address.parse("10.128.0.9"),
          new Label("press"),
          new Label("press-2"),
          1_700_000_000_000L);

  @Test
  void aLineIsReadAsItWasWritten() {
    assertThat(PRESS.toLine())
        .isEqualTo("id:ff0102 020000000099 10.128.0.9 press press-2 1700000000000");
    assertThat(KnownMachine.parse(PRESS.toLine())).isEqualTo(PRESS);
    KnownMachine nameless = new KnownMachine("mac:01", 1, PRESS.address(), PRESS.label(), null, 5);
    assertThat(KnownMachine.parse(nameless.toLine())).isEqualTo(nameless);
  }

  @Test
  void anyOtherLineIsRefused() {
    for (String line :
        new String[] {
          "",
          "id:ff0102",
          "ip:ff0102 020000000099 10.128.0.9 press press-2 1",
          "id:ff0102 02000000009 10.128.0.9 press press-2 1",
          "id:ff0102 020000000099 10.128.0.999 press press-2 1",
          "id:ff0102 020000000099 10.128.0.9 -press press-2 1",
          "id:ff0102 020000000099 10.128.0.9 press press_2 1",
          "id:ff0102 020000000099 10.128.0.9 press - 1234567890123456789",
        }) {
      assertThat(KnownMachine.parse(line)).as(line).isNull();
    }
  }
}
