package net.groupvpn.lab.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.session.MessageType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A patched member against whole nodes; {@code lab/fuzz} sends a million messages. */
class MemberFuzzTest {
  private static final long MESSAGES = 50_000;
  private static final long SEED = 20;

  @ParameterizedTest
  @EnumSource
  void nothingThatAMemberSendsMakesANodeThrow(Flavour flavour) {
    FuzzReport report = new FuzzRun(flavour, SEED).run(MESSAGES, sent -> {});

    assertThat(report.messages()).isGreaterThanOrEqualTo(MESSAGES);
    assertThat(report.alive()).isTrue();
    assertThat(report.byDelivery()).containsOnlyKeys(Delivery.values());
    assertThat(report.byType()).containsKeys(MessageMaker.TYPES.toArray(new MessageType[0]));
    assertThat(report.byType()).containsKey(MessageType.CLOSE);
    // It gets past the first checks.
    assertThat(report.counters())
        .containsKeys(
            OverlayCounter.ROUTED_FORWARDED.label(),
            OverlayCounter.RELAY_FORWARDED.label(),
            OverlayCounter.BROADCAST_DELIVERED.label(),
            OverlayCounter.DROPPED_MESSAGE_MALFORMED.label(),
            OverlayCounter.DROPPED_ROUTED_MALFORMED.label(),
            OverlayCounter.DROPPED_CRL_MALFORMED.label());
    assertThat(report.newestList()).as("lists spread all the same").isGreaterThan(10);
  }
}
