package net.groupvpn.overlay.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import net.groupvpn.overlay.dht.Dht;
import net.groupvpn.overlay.id.NodeId;
import org.junit.jupiter.api.Test;

/** Five stories of the protocol, message by message. */
final class GoldenTraceScenarioTest {
  private static final Duration CALM = Duration.ofSeconds(30);
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** Messages that sessions send all the time. */
  private static final Set<String> SMALL_TALK = Set.of("PING", "PONG", "MTU_PROBE", "MTU_ANSWER");

  private static boolean isNoSmallTalk(String what) {
    return !SMALL_TALK.contains(what);
  }

  private static Predicate<String> withAnyOf(String... words) {
    return what -> List.of(words).stream().anyMatch(what::contains);
  }

  @Test
  void join() throws IOException {
    TestOverlay overlay = new TestOverlay(1).grow(3);
    overlay.network.runFor(CALM);
    MessageTrace trace = MessageTrace.of(overlay, GoldenTraceScenarioTest::isNoSmallTalk);
    overlay.grow(1);
    assertThat(overlay.network.runUntil(overlay::settled, LIMIT)).isTrue();
    trace.say("n3 has joined");
    overlay.network.runFor(Duration.ofSeconds(1));
    GoldenTrace.check(
        "join",
        "n0, n1 and n2 are linked. n3 knows n0's endpoint alone, and joins.\n"
            + "Keepalives and probes of the path MTU are left out.",
        trace.lines());
  }

  @Test
  void claimDuel() throws IOException {
    TestOverlay overlay = new TestOverlay(2).grow(6);
    overlay.network.runFor(CALM);
    MessageTrace trace =
        MessageTrace.of(overlay, withAnyOf("PROPOSE", "CONFIRM", "RELEASE", "CONTEND"));
    NodeId key = NodeId.hash(new byte[] {1});
    for (int claimant : List.of(1, 2)) {
      OverlayNode node = overlay.nodes.get(claimant);
      overlay
          .host(node)
          .command(() -> node.dht().claim(key, new byte[] {1}, teller(trace, "n" + claimant)));
    }
    overlay.network.runFor(Duration.ofSeconds(10));
    GoldenTrace.check(
        "claim-duel",
        "n1 and n2 claim one key at the same moment. Only requests about claims are shown, not\n"
            + "look-ups and answers; a node's own part as a replica is not on the wire.",
        trace.lines());
  }

  private static Dht.ClaimListener teller(MessageTrace trace, String who) {
    return new Dht.ClaimListener() {
      @Override
      public void onHeld(Dht.Claim claim) {
        trace.say(who + " has the key");
      }

      @Override
      public void onTaken(Dht.Claim claim, NodeId owner) {
        trace.say(who + " finds that it is taken");
      }

      @Override
      public void onLost(Dht.Claim claim, String reason) {
        trace.say(who + " has lost it: " + reason);
      }
    };
  }

  @Test
  void relayFailover() throws IOException {
    RelayBed.Delays near = new RelayBed.Delays(5, 5);
    RelayBed bed = new RelayBed(3, List.of(near, new RelayBed.Delays(15, 15)));
    TestOverlay overlay = bed.overlay;
    bed.talkFor(CALM);
    MessageTrace trace =
        MessageTrace.of(
            overlay, withAnyOf("RELAY", "LINK_SET").and(what -> !what.contains("CHANNEL")));
    trace.say("n0, the relay of n2 and n3, dies");
    overlay.kill(bed.relays.get(0));
    bed.talkFor(Duration.ofSeconds(2));
    GoldenTrace.check(
        "relay-failover",
        "n2 and n3 do not reach each other, and talk over n0, the nearer one of two relays. It\n"
            + "dies. Only what has to do with relays is shown, without what the two say.",
        trace.lines());
  }

  @Test
  void roaming() throws IOException {
    TestOverlay overlay = new TestOverlay(4).grow(3);
    overlay.network.runFor(CALM);
    MessageTrace trace = MessageTrace.of(overlay, GoldenTraceScenarioTest::isNoSmallTalk);
    trace.say("n2 goes to another network");
    OverlayNode mover = overlay.nodes.get(2);
    overlay.network.wiring().readdress(overlay.host(mover), 9);
    overlay
        .host(mover)
        .command(
            () -> {
              mover.attachment().setLocalCandidates(List.of(overlay.endpoint(mover)));
              mover.attachment().onNetworkChanged();
            });
    overlay.network.runFor(Duration.ofSeconds(2));
    GoldenTrace.check(
        "roaming",
        "n2 has another address from one moment to the next, and is told so by its machine.\n"
            + "Keepalives and probes of the path MTU are left out.",
        trace.lines());
  }

  @Test
  void partitionAndMerge() throws IOException {
    TestOverlay overlay = new TestOverlay(5).grow(4);
    overlay.network.runFor(CALM);
    for (int cut : List.of(2, 3)) {
      overlay.network.wiring().moveToPart(overlay.network.hosts().get(cut), 1);
    }
    overlay.network.runFor(Duration.ofMinutes(1));
    MessageTrace trace =
        MessageTrace.of(overlay, withAnyOf("HANDSHAKE", "READY", "CLOSE", "SIBLINGS"));
    trace.say("the network is whole again");
    overlay.network.wiring().heal();
    assertThat(overlay.network.runUntil(overlay::settled, LIMIT)).isTrue();
    trace.say("all know each other again");
    GoldenTrace.check(
        "partition-and-merge",
        "n2 and n3 were cut off from n0 and n1 for a minute. Only the beginning and end of\n"
            + "sessions and what nodes say of their siblings is shown.",
        trace.lines());
  }
}
