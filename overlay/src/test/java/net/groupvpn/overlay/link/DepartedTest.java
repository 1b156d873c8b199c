package net.groupvpn.overlay.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import net.groupvpn.overlay.id.NodeId;
import org.junit.jupiter.api.Test;

class DepartedTest {
  private final SplittableRandom random = new SplittableRandom(1);
  private final NodeId one = NodeId.random(random);
  private final NodeId other = NodeId.random(random);
  private final Departed departed = new Departed();

  @Test
  void aDeadPeerIsNotTakenOnOthersWordForAWhile() {
    departed.onDead(one, 0);

    assertThat(departed.contains(one, Departed.KEEP_NANOS - 1)).isTrue();
    assertThat(departed.contains(one, Departed.KEEP_NANOS)).isFalse();
    assertThat(departed.contains(other, 1)).isFalse();
  }

  @Test
  void oneThatComesBackSpeaksForAll() {
    departed.onDead(one, 0);
    departed.onDead(other, 0);
    departed.onReached(one, 1);

    assertThat(departed.contains(other, 1)).isFalse();
  }

  @Test
  void aStrangerThatIsReachedSpeaksForNobody() {
    departed.onDead(one, 0);
    departed.onReached(other, 1);

    assertThat(departed.contains(one, 1)).isTrue();
  }
}
