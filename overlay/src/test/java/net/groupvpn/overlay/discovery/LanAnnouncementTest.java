package net.groupvpn.overlay.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.security.ModelSecurity;
import net.groupvpn.overlay.security.Security;
import org.junit.jupiter.api.Test;

class LanAnnouncementTest {
  private static final long NOW = 1_800_000_000_000L;
  private static final Security GROUP = new ModelSecurity(NodeId.random(new Random(1)));
  private static final List<Endpoint> OWN =
      List.of(endpoint("198.51.100.7:7400"), endpoint("[2001:db8::7]:7400"));

  private static Endpoint endpoint(String text) {
    Endpoint endpoint = Endpoint.parse(text);
    if (endpoint == null) {
      throw new AssertionError(text);
    }
    return endpoint;
  }

  @Test
  void whatIsWrittenIsRead() {
    LanAnnouncement sent = new LanAnnouncement(true, NOW, OWN);
    assertThat(LanAnnouncement.decode(sent.encode(GROUP), GROUP, NOW)).isEqualTo(sent);
  }

  @Test
  void nothingThatWasChangedIsRead() {
    byte[] good = new LanAnnouncement(false, NOW, OWN).encode(GROUP);
    for (int i = 0; i < good.length; i++) {
      byte[] changed = good.clone();
      changed[i] ^= 1;
      assertThat(LanAnnouncement.decode(changed, GROUP, NOW)).isNull();
      assertThat(LanAnnouncement.decode(Arrays.copyOf(good, i), GROUP, NOW)).isNull();
    }
  }

  @Test
  void whatIsOldIsNotRead() {
    byte[] good = new LanAnnouncement(false, NOW, OWN).encode(GROUP);
    long later = NOW + TimeUnit.HOURS.toMillis(2);
    assertThat(LanAnnouncement.decode(good, GROUP, later)).isNull();
  }

  @Test
  void eightLongEndpointsFit() {
    List<Endpoint> many =
        IntStream.range(1, 12).mapToObj(i -> endpoint("[2001:db8::" + i + "]:7400")).toList();
    byte[] encoded = new LanAnnouncement(true, NOW, many).encode(GROUP);
    assertThat(encoded).hasSizeLessThanOrEqualTo(LanAnnouncement.MAX_BYTES);
    LanAnnouncement read = LanAnnouncement.decode(encoded, GROUP, NOW);
    assertThat(read).isNotNull();
  }
}
