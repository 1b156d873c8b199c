package net.groupvpn.overlay.tls;

import static net.groupvpn.overlay.identity.TestGroup.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import net.groupvpn.overlay.identity.TestGroup;
import net.groupvpn.overlay.security.HandshakeMachine;
import net.groupvpn.overlay.security.HandshakeMachine.Step;

/** Passes the flights of two ends back and forth until both are done. */
final class HandshakeRun {
  /** The context that both ends bind the secrets to. */
  static final byte[] CONTEXT = {1, 2, 3};

  private static final int MAX_FLIGHTS = 8;

  private final HandshakeMachine[] ends;
  private final long wallMillis;
  Tamper tamper = (flight, bytes) -> bytes;
  Step initiator = new Step(new byte[0], null, null);
  Step responder = initiator;
  int[] flights = {};

  /** Changes one end's flight before the other gets it. */
  interface Tamper {
    byte[] tamper(int flight, byte[] bytes);
  }

  /** Between these two, at that time. */
  HandshakeRun(HandshakeMachine initiator, HandshakeMachine responder, Instant now) {
    ends = new HandshakeMachine[] {initiator, responder};
    wallMillis = now.toEpochMilli();
  }

  /** Until both ends are done, or have nothing more to send. */
  HandshakeRun finish() {
    byte[] input = {};
    for (int flight = 0; flight < MAX_FLIGHTS; flight++) {
      boolean atInitiator = flight % 2 == 0;
      if (isDone(atInitiator ? initiator : responder) || (flight > 0 && input.length == 0)) {
        return this;
      }
      Step step = ends[flight % 2].step(input, CONTEXT, wallMillis);
      if (atInitiator) {
        initiator = step;
      } else {
        responder = step;
      }
      flights = Arrays.copyOf(flights, flight + 1);
      flights[flight] = step.output().length;
      input = tamper.tamper(flight, step.output());
    }
    return this;
  }

  String failures() {
    return initiator.failure() + "; " + responder.failure();
  }

  private static boolean isDone(Step step) {
    return step.completed() != null || step.failure() != null;
  }

  @Override
  public String toString() {
    return "flights " + Arrays.toString(flights) + ", failures " + failures();
  }

  /** Both ends have agreed. */
  void assertCompleted() {
    assertThat(initiator.completed()).as(toString()).isNotNull();
    assertThat(responder.completed()).as(toString()).isNotNull();
  }

  /** One step of one end, at the time of {@link TestGroup#NOW}. */
  static Step step(HandshakeMachine machine, byte[] input) {
    return machine.step(input, CONTEXT, NOW.toEpochMilli());
  }
}
