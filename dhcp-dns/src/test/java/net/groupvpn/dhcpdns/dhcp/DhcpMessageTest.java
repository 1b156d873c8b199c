package net.groupvpn.dhcpdns.dhcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Label;
import net.groupvpn.overlay.wire.WireException;
import org.junit.jupiter.api.Test;

class DhcpMessageTest {
  private static final int FILE_AT = 108;

  @Test
  void whoAsksForWhatIsRead() throws WireException {
    DhcpMessage message =
        DhcpMessage.parse(
            ClientMessage.of(DhcpMessageType.REQUEST)
                .requests("10.128.0.7")
                .server("10.128.0.1")
                .hostName("Printer.example.org")
                .byBroadcast()
                .toBytes());

    assertThat(message.type()).isEqualTo(DhcpMessageType.REQUEST);
    assertThat(message.transaction()).isEqualTo(ClientMessage.TRANSACTION);
    assertThat(message.wantsBroadcast()).isTrue();
    assertThat(message.server()).isEqualTo(Ipv4Address.parse("10.128.0.1").bits());
    assertThat(message.client(true))
        .isEqualTo(
            new DhcpClient(
                "mac:020000000007",
                ClientMessage.MAC,
                true,
                Ipv4Address.parse("10.128.0.7"),
                new Label("printer")));
  }

  @Test
  void aClientIdentifierCountsBeforeTheMac() throws WireException {
    byte[] bytes = ClientMessage.of(1).option(DhcpOption.CLIENT, 0xff, 1, 2).toBytes();
    assertThat(DhcpMessage.parse(bytes).client(false).key()).isEqualTo("id:ff0102");
  }

  @Test
  void aNameThatNobodyMayHaveIsNone() throws WireException {
    for (String name : new String[] {"", "-x", "a b", "x".repeat(64), "\u00e9"}) {
      byte[] bytes = ClientMessage.of(1).hostName(name).toBytes();
      assertThat(DhcpMessage.parse(bytes).client(false).hostName()).as(name).isNull();
    }
  }

  @Test
  void partsOfAnOptionAreJoined() throws WireException {
    byte[] bytes = ClientMessage.of(1).hostName("prin").hostName("ter").toBytes();
    assertThat(DhcpMessage.parse(bytes).client(false).hostName()).isEqualTo(new Label("printer"));
  }

  @Test
  void optionsGoOnInTheFieldOfTheFile() throws WireException {
    byte[] bytes =
        ClientMessage.of(1)
            .option(DhcpOption.OVERLOAD, 1)
            .at(FILE_AT, DhcpOption.REQUESTED_ADDRESS, 4, 10, 128, 0, 9, DhcpOption.END)
            .toBytes();
    assertThat(DhcpMessage.parse(bytes).requested())
        .isEqualTo(Ipv4Address.parse("10.128.0.9").bits());
  }

  @Test
  void whatIsCutOrNoRequestOverEthernetIsRefused() {
    byte[] good = ClientMessage.of(1).requests("10.128.0.7").toBytes();
    assertRefused(Arrays.copyOf(good, DhcpMessage.OPTIONS_AT - 1));
    assertRefused(Arrays.copyOf(good, good.length - 3));
    assertRefused(new byte[2_000]);
    assertRefused(ClientMessage.of(1).at(0, 2).toBytes());
    assertRefused(ClientMessage.of(1).at(1, 6).toBytes());
    assertRefused(ClientMessage.of(1).at(2, 16).toBytes());
    assertRefused(ClientMessage.of(1).at(DhcpMessage.COOKIE_AT, 0).toBytes());
  }

  @Test
  void anyBytesAreReadOrRefused() {
    Random random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = ClientMessage.of(1 + random.nextInt(9)).hostName("abc").toBytes();
      byte[] hostile = Arrays.copyOf(bytes, bytes.length + random.nextInt(60));
      for (int change = 0; change < 8; change++) {
        int at = random.nextInt(3) == 0 ? random.nextInt(240) : 240;
        hostile[Math.min(hostile.length - 1, at + random.nextInt(20))] = (byte) random.nextInt();
      }
      try {
        DhcpMessage message = DhcpMessage.parse(hostile);
        assertThat(message.client(false).key()).isNotEmpty();
      } catch (WireException e) {
        assertThat(e).hasMessageNotContaining("null");
      }
    }
  }

  private static void assertRefused(byte[] bytes) {
    assertThatThrownBy(() -> DhcpMessage.parse(bytes)).isInstanceOf(WireException.class);
  }
}
