package net.groupvpn.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayOfferTest {
  private static final GatewayOffer OFFER =
      new GatewayOffer(
          Ipv4Address.parse("192.0.2.1"),
          Ipv6Address.of(HexFormat.of().parseHex("20010db8" + "00".repeat(11) + "01")),
          null,
          30,
          1_700_000_000_000L,
          "Reykjavík (2)");

  @Test
  void whatIsWrittenIsRead() {
    assertThat(GatewayOffer.decode(OFFER.encode())).contains(OFFER);
  }

  @Test
  void aLabelThatTerminalsWouldObeyIsRefused() {
    GatewayOffer rude = new GatewayOffer(OFFER.probe4(), null, null, 0, 0, "\u001b[2Jfree");
    assertThat(GatewayOffer.decode(rude.encode())).isEmpty();
  }

  @Test
  void anOfferOfNothingIsRefused() {
    assertThat(GatewayOffer.decode(new GatewayOffer(null, null, null, 0, 0, "").encode()))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "127.0.0.1",
        "127.255.255.255",
        "169.254.169.254",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255"
      })
  void itSendsNobodyToAnIpv4AddressThatIsNobodysOnTheInternet(String text) {
    Ipv4Address bad = Ipv4Address.parse(text);
    assertRefused(new GatewayOffer(bad, OFFER.probe6(), null, 0, 0, ""));
    assertRefused(new GatewayOffer(OFFER.probe4(), OFFER.probe6(), bad, 0, 0, ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00000000000000000000000000000000",
        "00000000000000000000000000000001",
        "00000000000000000000ffff7f000001",
        "fe800000000000000000000000000001",
        "febf0000000000000000000000000001",
        "ff020000000000000000000000000001"
      })
  void norToSuchAnIpv6Address(String hex) {
    Ipv6Address bad = Ipv6Address.of(HexFormat.of().parseHex(hex));
    assertRefused(new GatewayOffer(OFFER.probe4(), bad, null, 0, 0, ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1.1.1.1", "126.255.255.255", "128.0.0.0", "169.253.0.1", "223.255.255.255"})
  void theirNeighboursAreFine(String text) {
    Ipv4Address good = Ipv4Address.parse(text);
    GatewayOffer offer = new GatewayOffer(good, null, good, 0, 0, "");
    assertThat(GatewayOffer.decode(offer.encode())).contains(offer);
  }

  private static void assertRefused(GatewayOffer offer) {
    assertThat(GatewayOffer.decode(offer.encode())).isEmpty();
  }

  @Test
  void noBytesMakeItThrow() {
    Random random = new Random(3);
    byte[] good = OFFER.encode();
    for (int i = 0; i < 20_000; i++) {
      byte[] bad = Arrays.copyOf(good, random.nextInt(good.length + 8));
      if (bad.length > 0) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      }
      GatewayOffer.decode(bad);
    }
  }
}
