package net.groupvpn.client.lan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import net.groupvpn.client.counter.ClientCounter;
import net.groupvpn.client.device.InMemoryLanPort;
import net.groupvpn.client.device.LanPort;
import net.groupvpn.overlay.discovery.LanAnnouncement;
import net.groupvpn.overlay.engine.Counter;
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
  private final Map<Counter, Long> dropped = new TreeMap<>();
  private long bootNanos = 1;
  private int announced;
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
            public void onDropped(Map<Counter, Long> counts) {
              counts.forEach((name, count) -> dropped.merge(name, count, Long::sum));
            }
          });

  private static Endpoint endpoint(String text) {
    return Objects.requireNonNull(Endpoint.parse(text));
  }

  private void hear(byte[] bytes) throws IOException {
    hearFrom(OTHER.address(), bytes);
  }

  private void hearFrom(InetAddress source, byte[] bytes) throws IOException {
    port.deliver(new LanPort.Received(source, bytes));
    finder.turn();
  }

  /** Each has a time of its own. */
  private byte[] fromOther(boolean question) {
    return new LanAnnouncement(question, WALL_MILLIS + announced++, List.of(OTHER6, OTHER))
        .encode(GROUP);
  }

  /** Runs one more turn when there may be something to report. */
  private Map<Counter, Long> dropped() throws IOException {
    bootNanos += TimeUnit.SECONDS.toNanos(2);
    hear(new LanAnnouncement(false, WALL_MILLIS, List.of(OWN)).encode(GROUP));
    return dropped;
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
    assertThat(dropped()).isEmpty();
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
    assertThat(dropped()).containsExactly(entry(ClientCounter.DROPPED_LAN_FOREIGN, 2L));
  }

  @Test
  void junkSilencesNobody() throws IOException {
    for (int i = 0; i < 10_000; i++) {
      hear(new byte[] {'G', 1, (byte) i});
    }
    hear(fromOther(false));
    assertThat(found).containsExactly(OTHER);
    assertThat(dropped()).containsExactly(entry(ClientCounter.DROPPED_LAN_FOREIGN, 10_000L));
  }

  @Test
  void aSourceThatFloodsIsFollowedSlowlyAndOthersAsBefore() throws IOException {
    for (int i = 0; i < 100; i++) {
      hear(fromOther(false));
    }
    assertThat(found).hasSize(LanFinder.MAX_PER_SOURCE_AT_ONCE).containsOnly(OTHER);
    hearFrom(OTHER6.address(), fromOther(false));
    assertThat(found).last().isEqualTo(OTHER6);
    assertThat(dropped())
        .containsExactly(
            entry(ClientCounter.DROPPED_LAN_RATE, 100L - LanFinder.MAX_PER_SOURCE_AT_ONCE));
  }

  @Test
  void whatAStrangerRepeatsIsNotFollowedAndUsesNothingUp() throws IOException {
    byte[] overheard = fromOther(false);
    for (int i = 0; i < 100; i++) {
      hear(overheard);
    }
    assertThat(found).containsExactly(OTHER);
    hear(fromOther(false));
    assertThat(found).containsExactly(OTHER, OTHER);
    assertThat(dropped()).containsExactly(entry(ClientCounter.DROPPED_LAN_REPEATED, 99L));
  }

  @Test
  void allSourcesTogetherAreFollowedSoOftenAndNoMore() throws IOException {
    for (int i = 0; i < 100; i++) {
      hearFrom(endpoint("198.51.100." + (100 + i) + ":7400").address(), fromOther(false));
    }
    assertThat(found).hasSize(LanFinder.MAX_PER_SECOND);
  }
}
