package net.groupvpn.overlay.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import net.groupvpn.overlay.discovery.PublicDiscovery.Member;
import net.groupvpn.overlay.id.NodeId;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link PublicDiscovery} must do. */
abstract class PublicDiscoveryContract {
  /** A participant: its discovery and its own ID in the public network. */
  record Participant(PublicDiscovery discovery, NodeId publicNode) {
    Member member() {
      return new Member(NodeId.hash(publicNode.toBytes()), publicNode);
    }
  }

  /** A participant of the group with that name, in the one public network of this test. */
  abstract Participant participant(String group);

  /** Runs until the condition holds, or until a time limit. */
  abstract boolean await(BooleanSupplier condition);

  /** Runs a command as the participant's engine would. */
  abstract void command(Participant participant, Runnable command);

  private void publish(Participant participant) {
    List<Boolean> done = new ArrayList<>();
    command(participant, () -> participant.discovery().publish(participant.member(), done::add));
    assertThat(await(() -> !done.isEmpty())).isTrue();
    assertThat(done).containsExactly(true);
  }

  private List<Member> find(Participant participant) {
    List<List<Member>> done = new ArrayList<>();
    command(participant, () -> participant.discovery().find(done::add));
    assertThat(await(() -> !done.isEmpty())).isTrue();
    return done.get(0);
  }

  @Test
  void membersFindEachOtherButNotThemselves() {
    Participant a = participant("office");
    Participant b = participant("office");
    publish(a);
    publish(b);
    assertThat(find(a)).containsExactly(b.member());
    assertThat(find(b)).containsExactly(a.member());
  }

  @Test
  void anotherGroupIsNotFound() {
    Participant a = participant("office");
    Participant stranger = participant("club");
    publish(a);
    publish(stranger);
    assertThat(find(a)).isEmpty();
  }

  @Test
  void whoeverWithdrewIsNotFound() {
    Participant a = participant("office");
    Participant b = participant("office");
    publish(a);
    publish(b);
    command(b, () -> b.discovery().withdraw());
    assertThat(await(() -> find(a).isEmpty())).isTrue();
  }

  @Test
  void aSignalArrivesWithItsSendersPublicId() {
    Participant a = participant("office");
    Participant b = participant("office");
    List<String> received = new ArrayList<>();
    b.discovery()
        .onSignal((from, carrier, bytes) -> received.add(from.toHex() + ":" + bytes.length));
    publish(b);
    command(
        a, () -> a.discovery().signal(b.publicNode(), new byte[PublicDiscovery.MAX_SIGNAL_BYTES]));
    assertThat(await(() -> !received.isEmpty())).isTrue();
    assertThat(received)
        .containsExactly(a.publicNode().toHex() + ":" + PublicDiscovery.MAX_SIGNAL_BYTES);
  }

  @Test
  void aSignalThatIsTooLongIsRefused() {
    Participant a = participant("office");
    byte[] tooLong = new byte[PublicDiscovery.MAX_SIGNAL_BYTES + 1];
    assertThatThrownBy(() -> a.discovery().signal(a.publicNode(), tooLong))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
