package net.groupvpn.gateway.subnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.groupvpn.overlay.path.AddressRange;
import net.groupvpn.overlay.policy.SubnetRule;
import org.junit.jupiter.api.Test;

class SubnetOfferTest {
  private static AddressRange range(String text) {
    return Objects.requireNonNull(SubnetRule.parse(text));
  }

  @Test
  void bothFamiliesAreReadAsTheyWereWritten() {
    SubnetOffer offer = new SubnetOffer(List.of(range("192.168.7.0/24"), range("2001:db8:7::/48")));
    assertThat(SubnetOffer.decode(offer.encode())).contains(offer);
  }

  @Test
  void whatNobodyMayAnnounceIsRefused() {
    for (String text : List.of("0.0.0.0/0", "0.0.0.0/1", "127.0.0.0/8", "::/1", "fe80::/16")) {
      SubnetOffer offer = new SubnetOffer(List.of(range(text)));
      assertThat(SubnetOffer.decode(offer.encode())).as(text).isEmpty();
    }
    SubnetOffer withHostBits = new SubnetOffer(List.of(range("192.168.7.9/24")));
    assertThat(SubnetOffer.decode(withHostBits.encode())).isEmpty();
  }

  @Test
  void tooManyAreRefused() {
    List<AddressRange> many = new ArrayList<>();
    for (int i = 0; i <= SubnetOffer.MAX_PREFIXES; i++) {
      many.add(range("10." + i + ".0.0/16"));
    }
    assertThat(SubnetOffer.decode(new SubnetOffer(many).encode())).isEmpty();
  }

  @Test
  void garbageIsRefusedAndNothingIsThrown() {
    byte[] good = new SubnetOffer(List.of(range("192.168.7.0/24"))).encode();
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = good.clone();
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      SubnetOffer.decode(java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 3)));
    }
  }
}
