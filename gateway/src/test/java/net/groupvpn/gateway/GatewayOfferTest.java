package net.groupvpn.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import org.junit.jupiter.api.Test;

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
