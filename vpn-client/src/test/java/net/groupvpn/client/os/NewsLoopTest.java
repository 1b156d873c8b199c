package net.groupvpn.client.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import net.groupvpn.client.device.NetworkEvents;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class NewsLoopTest {
  private int looks;
  private int news;
  private boolean isDue;
  private Exception failure = new IOException("too many open files");
  private boolean fails;

  private final NewsLoop loop =
      new NewsLoop(
          "test",
          LoggerFactory.getLogger(NewsLoopTest.class),
          "nothing is noticed any more",
          new NetworkEvents() {
            @Override
            public boolean await(int timeoutMillis) {
              return news-- > 0;
            }

            @Override
            public void close() {}
          },
          new NewsLoop.Look() {
            @Override
            public boolean isDue() {
              return isDue;
            }

            @Override
            public void look() throws IOException {
              looks++;
              if (fails && failure instanceof RuntimeException unexpected) {
                throw unexpected;
              } else if (fails) {
                throw new IOException(failure);
              }
            }
          });

  @Test
  void aBurstOfNewsIsLookedAtOnceAndQuietIsNot() throws IOException {
    news = 4;
    loop.turn();
    loop.turn();
    assertThat(looks).isEqualTo(1);
    isDue = true;
    loop.turn();
    assertThat(looks).isEqualTo(2);
  }

  @Test
  void whatIsThrownUnexpectedlyDoesNotEndIt() throws IOException {
    fails = true;
    failure = new IllegalStateException("never to happen");
    news = 1;
    loop.turn();
    fails = false;
    loop.turn();
    assertThat(looks).isEqualTo(2);
    loop.turn();
    assertThat(looks).isEqualTo(2);
  }

  @Test
  void whatFailsIsTriedAgainLessAndLessOftenButForEver() throws IOException {
    fails = true;
    isDue = true;
    for (int i = 0; i < NewsLoop.QUICK_TRIES; i++) {
      loop.turn();
    }
    assertThat(looks).isEqualTo(NewsLoop.QUICK_TRIES);
    for (int i = 0; i < 640; i++) {
      loop.turn();
    }
    assertThat(looks).isBetween(NewsLoop.QUICK_TRIES + 10, NewsLoop.QUICK_TRIES + 20);
    news = 1;
    looks = 0;
    loop.turn();
    assertThat(looks).as("at the next news at once").isEqualTo(1);
  }
}
