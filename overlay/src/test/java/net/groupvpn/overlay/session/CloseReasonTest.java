package net.groupvpn.overlay.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CloseReasonTest {
  @Test
  void everyReasonIsFoundByItsCode() {
    assertThat(CloseReason.values()).allMatch(reason -> CloseReason.of(reason.code()) == reason);
  }

  @Test
  void aCodeOfALaterVersionIsAnotherReason() {
    assertThat(CloseReason.of(0xff)).isEqualTo(CloseReason.OTHER);
  }

  @Test
  void aPeerIsGoneIfItSaysSoOrDoesNotAnswer() {
    assertThat(new SessionEnd(CloseReason.LEAVING, true).isPeerGone()).isTrue();
    assertThat(new SessionEnd(CloseReason.NO_ANSWER, false).isPeerGone()).isTrue();
  }

  @Test
  void aPeerThatHeardNothingOfThisEndIsStillThere() {
    assertThat(new SessionEnd(CloseReason.NO_ANSWER, true).isPeerGone()).isFalse();
  }

  @Test
  void whoeverLeavesHasPeersThatAreStillThere() {
    assertThat(new SessionEnd(CloseReason.LEAVING, false).isPeerGone()).isFalse();
  }
}
