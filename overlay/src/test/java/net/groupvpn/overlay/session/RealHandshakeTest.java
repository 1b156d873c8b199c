package net.groupvpn.overlay.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.engine.Output;
import net.groupvpn.overlay.handshake.HandshakeExchange;
import net.groupvpn.overlay.identity.GroupTrust;
import net.groupvpn.overlay.identity.NodeKey;
import net.groupvpn.overlay.identity.TestGroup;
import net.groupvpn.overlay.security.Security;
import net.groupvpn.overlay.tls.TlsSecurity;
import org.junit.jupiter.api.Test;

/** Sessions over real TLS and real certificates. */
final class RealHandshakeTest {
  private static final byte[] HELLO = {0x20, 1, 2, 3};
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final TestGroup group = new TestGroup();
  private final GroupTrust trust = group.trust();
  private final SecureRandom random = new SecureRandom();

  private Security member(TestGroup of, GroupTrust trusting) {
    NodeKey key = of.newKey();
    return TlsSecurity.ofGroup(trusting, new byte[32], key, of.issue(key), random);
  }

  private Pair members() {
    return new Pair(1, (id, ignored) -> member(group, trust));
  }

  private static void assertTalking(Pair pair) {
    pair.link = frame -> List.of(Pair.DELAY_NANOS);
    pair.a.send(HELLO);
    pair.b.send(HELLO);
    pair.runFor(SECOND);
    assertThat(pair.b.messages).contains(HELLO);
    assertThat(pair.a.messages).contains(HELLO);
  }

  @Test
  void membersEstablishASessionInTwoRoundTrips() {
    Pair pair = members();
    pair.a.open(pair.b.direct(), pair.b.id());
    pair.runFor(4 * Pair.DELAY_NANOS);
    assertThat(pair.a.events).containsExactly("established");
    assertThat(pair.b.events).containsExactly("established");
    assertThat(pair.a.liveSession().identity().member()).isEqualTo("alice");
    assertTalking(pair);
  }

  @Test
  void theOverlayCarriesItInThreeRoundTripsAtMost() {
    Pair pair = members();
    pair.a.open(pair.b.overlay(), pair.b.id());
    pair.runFor(6 * Pair.DELAY_NANOS);
    assertThat(pair.a.events).containsExactly("established");
    assertTalking(pair);
  }

  @Test
  void publicNodesFindOutWhoLivesAtAnEndpoint() {
    Pair pair =
        new Pair(2, (id, ignored) -> TlsSecurity.ofPublicOverlay(NodeKey.generate(random), random));
    pair.a.open(pair.b.direct(), null);
    pair.runFor(SECOND);
    assertThat(pair.a.liveSession().peer()).isEqualTo(pair.b.id());
    assertTalking(pair);
  }

  @Test
  void anyOneLostDatagramIsMadeUpFor() {
    for (int lost = 0; lost < 12; lost++) {
      int number = lost;
      Pair pair = members();
      pair.link = frame -> frame.number() == number ? List.of() : List.of(Pair.DELAY_NANOS);
      pair.establish();
      assertTalking(pair);
    }
  }

  @Test
  void doubleInitiationEndsInOneSession() {
    Pair pair = members();
    pair.a.open(pair.b.direct(), pair.b.id());
    pair.b.open(pair.a.direct(), pair.a.id());
    pair.runFor(15 * SECOND);
    assertThat(pair.a.events).containsExactly("established");
    assertThat(pair.b.events).containsExactly("established");
    assertThat(pair.a.indexes.size()).isEqualTo(1);
    assertTalking(pair);
  }

  @Test
  void aMemberOfAnotherGroupIsRefused() {
    TestGroup other = new TestGroup();
    Security stranger = member(other, other.trust());
    Security[] both = {stranger, member(group, trust)};
    int[] next = {0};
    Pair pair = new Pair(3, (id, ignored) -> both[next[0]++]);
    pair.a.open(pair.b.direct(), pair.b.id());
    pair.runFor(HandshakeExchange.GIVE_UP_NANOS);
    assertThat(pair.a.events).hasSize(1);
    assertThat(pair.a.events.get(0)).startsWith("failed: ");
    assertThat(pair.b.events).isEmpty();
    assertThat(pair.b.outputs).noneMatch(output -> output instanceof Output.Publish);
  }
}
