package net.groupvpn.overlay.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class InputFailuresTest {
  private final InputFailures failures = new InputFailures();

  private static RuntimeException thrownAt(String method, RuntimeException exception) {
    exception.setStackTrace(
        new StackTraceElement[] {
          new StackTraceElement("java.util.List", "of", "List.java", 1),
          new StackTraceElement("net.groupvpn.overlay.Example", method, "Example.java", 7)
        });
    return exception;
  }

  @Test
  void eachKindIsLoggedOnceAndEveryOneCounted() {
    for (int i = 0; i < 1_000; i++) {
      failures.note("Datagram", thrownAt("one", new NoSuchElementException("" + i)));
      failures.note("Datagram", thrownAt("other", new NoSuchElementException("" + i)));
      failures.note("Datagram", thrownAt("other", new IllegalArgumentException("" + i)));
    }
    assertThat(failures.count()).isEqualTo(3_000);
    assertThat(failures.kinds()).isEqualTo(3);
  }

  @Test
  void kindsAreLimited() {
    for (int i = 0; i < 10 * InputFailures.MAX_KINDS; i++) {
      failures.note("Datagram", thrownAt("method" + i, new NoSuchElementException()));
    }
    assertThat(failures.kinds()).isEqualTo(InputFailures.MAX_KINDS);
  }

  @Test
  void aThrowWithoutAStackTraceIsCountedToo() {
    RuntimeException bare = new NoSuchElementException();
    bare.setStackTrace(new StackTraceElement[0]);
    List.of(bare, bare).forEach(thrown -> failures.note("Datagram", thrown));
    assertThat(failures.count()).isEqualTo(2);
    assertThat(failures.kinds()).isEqualTo(1);
  }
}
