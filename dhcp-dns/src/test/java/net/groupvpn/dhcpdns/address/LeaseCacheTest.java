package net.groupvpn.dhcpdns.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.groupvpn.dhcpdns.FakeOverlay;
import net.groupvpn.dhcpdns.FakeWorld;
import net.groupvpn.overlay.dht.Dht.Claim;
import net.groupvpn.overlay.dht.Dht.ClaimListener;
import net.groupvpn.overlay.dht.Dht.LeaseView;
import net.groupvpn.overlay.id.NodeId;
import org.junit.jupiter.api.Test;

class LeaseCacheTest {
  private static final long MAX_AGE_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final NodeId KEY = NodeId.hash(new byte[] {1});

  private final FakeWorld world = new FakeWorld();
  private final FakeOverlay overlay = world.add();
  private final LeaseCache cache = new LeaseCache(overlay, overlay.engine(), MAX_AGE_NANOS);
  private final List<String> answers = new ArrayList<>();

  @Test
  void equalQuestionsAreAskedOnce() {
    ask(KEY);
    ask(KEY);
    world.run();
    assertThat(answers).containsExactly("nobody", "nobody");
    assertThat(overlay.dht().leaseLookups()).isEqualTo(1);
  }

  @Test
  void nobodyIsRememberedForAShortWhile() {
    ask(KEY);
    world.advance(LeaseCache.NEGATIVE_NANOS - 1);
    ask(KEY);
    assertThat(overlay.dht().leaseLookups()).isEqualTo(1);
    world.advance(1);
    ask(KEY);
    assertThat(overlay.dht().leaseLookups()).isEqualTo(2);
  }

  @Test
  void anOwnerIsRememberedWithTheTimeThatIsLeft() {
    world.add().dht().claim(KEY, new byte[0], new IgnoringListener());
    world.run();
    ask(KEY);
    world.advance(MAX_AGE_NANOS / 2);
    ask(KEY);
    assertThat(answers).containsExactly("3600", "3300");
    assertThat(overlay.dht().leaseLookups()).isEqualTo(1);
  }

  @Test
  void thatItIsNotKnownIsToldFromNobodyAndForgottenSooner() {
    world.loseQuorum();
    ask(KEY);
    world.run();
    world.regainQuorum();
    world.advance(LeaseCache.UNKNOWN_NANOS - 1);
    ask(KEY);
    world.advance(1);
    ask(KEY);
    world.run();
    assertThat(answers).containsExactly("not known", "not known", "nobody");
  }

  @Test
  void nobodyIsNotRememberedBeyondAJoin() {
    ask(KEY);
    world.run();
    world.add().dht().claim(KEY, new byte[0], new IgnoringListener());
    world.run();
    overlay.join();
    ask(KEY);
    world.run();
    assertThat(answers).containsExactly("nobody", "3600");
  }

  @Test
  void questionsWaitersAndAnswersAreBounded() {
    world.silenceLookups();
    Random random = new Random(1);
    for (int i = 0; i < 2 * LeaseCache.MAX_PENDING; i++) {
      ask(NodeId.random(random));
    }
    assertThat(overlay.dht().leaseLookups()).isEqualTo(LeaseCache.MAX_PENDING);
    assertThat(answers).hasSize(LeaseCache.MAX_PENDING);
    assertThat(overlay.engine().counters().get(ServiceCounter.DROPPED_LEASE_LOOKUP))
        .isEqualTo(LeaseCache.MAX_PENDING);
  }

  private void ask(NodeId key) {
    cache.find(
        key,
        finding -> {
          LeaseView view = finding.found();
          String none = finding.isKnown() ? "nobody" : "not known";
          answers.add(
              view == null ? none : "" + TimeUnit.NANOSECONDS.toSeconds(view.remainingNanos()));
        });
  }

  private static final class IgnoringListener implements ClaimListener {
    @Override
    public void onHeld(Claim claim) {}

    @Override
    public void onTaken(Claim claim, NodeId owner) {}

    @Override
    public void onLost(Claim claim, String reason) {}
  }
}
