package net.groupvpn.client.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.groupvpn.client.device.InMemoryLanPort;
import net.groupvpn.client.device.LanPort;
import net.groupvpn.overlay.discovery.LanAnnouncement;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.security.ModelSecurity;
import net.groupvpn.overlay.security.Security;
import net.groupvpn.overlay.time.Now;
import org.junit.jupiter.api.Test;

class LanFinderTest {
  private static final long WALL_MILLIS = 1_800_000_000_000L;
  private static final Security GROUP = new ModelSecurity(NodeId.random(new Random(1)));
  private static final Endpoint OWN = endpoint("198.51.100.7:7400");
  private static final Endpoint OTHER = endpoint("198.51.100.8:7400");
  private static final Endpoint OTHER6 = endpoint("[2001:db8::8]:7400");

  private final InMemoryLanPort port = new InMemoryLanPort();
  private final List<Endpoint> found = new ArrayList<>();
  private final List<String> dropped = new ArrayList<>();
  private long bootNanos = 1;
  private final LanFinder finder =
      new LanFinder(
          port,
          GROUP,
          () -> new Now(bootNanos, WALL_MILLIS),
          () -> List.of(OWN),
          new LanFinder.Listener() {
            @Override
            public void onMember(Endpoint endpoint) {
              found.add(endpoint);
            }

            @Override
            public void onDropped(String counter) {
              dropped.add(counter);
            }
          });

  private static Endpoint endpoint(String text) {
    return Objects.requireNonNull(Endpoint.parse(text));
  }

  private void hear(byte[] bytes) throws IOException {
    port.deliver(new LanPort.Received(OTHER.address(), bytes));
    finder.turn();
  }

  private static byte[] fromOther(boolean question) {
    return new LanAnnouncement(question, WALL_MILLIS, List.of(OTHER6, OTHER)).encode(GROUP);
  }

  private List<Boolean> questionsSent() {
    return port.sent().stream()
        .map(bytes -> Objects.requireNonNull(LanAnnouncement.decode(bytes, GROUP, WALL_MILLIS)))
        .map(LanAnnouncement::question)
        .toList();
  }

  @Test
  void itAsksAFewTimesThenRarelySaysThatItIsThere() throws IOException {
    for (int second = 0; second < 400; second++) {
      hear(new byte[1]);
      bootNanos += TimeUnit.SECONDS.toNanos(1);
    }
    assertThat(questionsSent()).containsExactly(true, true, true, false, false);
  }

  @Test
  void aMemberIsFoundWhereItSpeaksFrom() throws IOException {
    hear(fromOther(false));
    assertThat(found).containsExactly(OTHER);
    assertThat(dropped).isEmpty();
  }

  @Test
  void questionsAreAnsweredOnceASecond() throws IOException {
    hear(fromOther(true));
    hear(fromOther(true));
    assertThat(questionsSent()).containsExactly(true, false);
    bootNanos += LanFinder.ANSWER_PAUSE_NANOS;
    hear(fromOther(true));
    assertThat(questionsSent()).containsExactly(true, false, false);
  }

  @Test
  void itAsksAgainWhenTheNetworkChanges() throws IOException {
    hear(fromOther(false));
    finder.onNetworkChanged();
    hear(fromOther(false));
    assertThat(questionsSent()).containsExactly(true, true);
  }

  @Test
  void whatIsNotOfTheGroupIsDropped() throws IOException {
    byte[] forged = fromOther(false);
    forged[forged.length - 1] ^= 1;
    hear(forged);
    hear(new byte[0]);
    hear(new LanAnnouncement(true, WALL_MILLIS, List.of(OWN)).encode(GROUP));
    assertThat(found).isEmpty();
    assertThat(dropped).containsExactly("dropped.lan.foreign", "dropped.lan.foreign");
  }

  @Test
  void aFloodIsLookedAtSlowly() throws IOException {
    for (int i = 0; i < 2 * LanFinder.MAX_PER_SECOND; i++) {
      hear(fromOther(false));
    }
    assertThat(found).hasSize(LanFinder.MAX_PER_SECOND);
    assertThat(dropped).hasSize(LanFinder.MAX_PER_SECOND).containsOnly("dropped.lan.rate");
  }
}
