package net.groupvpn.overlay.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TimerTableTest {
  private final TimerTable table = new TimerTable();
  private final List<String> fired = new ArrayList<>();

  private void set(String subject, long deadlineNanos) {
    table.set(TimerName.PATH_PROBE, subject, deadlineNanos, now -> fired.add(subject));
  }

  private void fireTo(long nanos) {
    table.fireDue(new Now(nanos, 0));
  }

  @Test
  void timersOfOneMomentFireInTheOrderInWhichTheyWereSetLast() {
    set("a", 10);
    set("b", 10);
    set("c", 10);
    set("a", 10);
    fireTo(10);
    assertThat(fired).containsExactly("b", "c", "a");
    assertThat(table.nextDeadlineNanos()).isEqualTo(TimerTable.NONE);
  }

  @Test
  void aTimerMovesToLaterAndToEarlier() {
    set("a", 10);
    set("b", 20);
    set("a", 30);
    assertThat(table.nextDeadlineNanos()).isEqualTo(20);
    set("b", 5);
    assertThat(table.nextDeadlineNanos()).isEqualTo(5);
    fireTo(29);
    assertThat(fired).containsExactly("b");
    fireTo(30);
    assertThat(fired).containsExactly("b", "a");
  }

  @Test
  void aStoppedTimerDoesNotFire() {
    set("a", 10);
    set("b", 20);
    table.cancel(TimerName.PATH_PROBE, "a");
    assertThat(table.isSet(TimerName.PATH_PROBE, "a")).isFalse();
    assertThat(table.nextDeadlineNanos()).isEqualTo(20);
    set("a", 40);
    fireTo(100);
    assertThat(fired).containsExactly("b", "a");
  }

  @Test
  void aTimerThatIsSetWhileOthersFireForThatMomentFiresToo() {
    table.set(TimerName.PATH_PROBE, "a", 10, now -> set("b", 10));
    fireTo(10);
    assertThat(fired).containsExactly("b");
  }

  /** The model: a plain sorted map of the timers that are set. */
  @Test
  void manyRandomCommandsFireAsAPlainModelSays() {
    record Set(long deadline, long order, String subject) {}
    SplittableRandom random = new SplittableRandom(7);
    Map<String, Set> model = new TreeMap<>();
    List<String> expected = new ArrayList<>();
    long now = 0;
    for (int step = 0; step < 20_000; step++) {
      String subject = "s" + random.nextInt(200);
      int command = random.nextInt(10);
      if (command < 6) {
        long deadline = now + random.nextInt(1_000);
        model.put(subject, new Set(deadline, step, subject));
        set(subject, deadline);
      } else if (command < 8) {
        model.remove(subject);
        table.cancel(TimerName.PATH_PROBE, subject);
      } else {
        now += random.nextInt(100);
        long until = now;
        model.values().stream()
            .filter(each -> each.deadline <= until)
            .sorted(Comparator.comparingLong(Set::deadline).thenComparing(Set::order))
            .forEach(each -> expected.add(each.subject));
        model.values().removeIf(each -> each.deadline <= until);
        fireTo(now);
      }
      long next = model.values().stream().mapToLong(Set::deadline).min().orElse(TimerTable.NONE);
      assertThat(table.nextDeadlineNanos()).isEqualTo(next);
    }
    assertThat(fired).isEqualTo(expected);
  }

  @Test
  void aStoppedTimerKeepsNeitherItsSubjectNorItsActionAlive() {
    WeakReference<Object> stopped = setAndCancel();
    WeakReference<Object> replaced = setAndReplace();
    assertThat(isForgotten(stopped)).isTrue();
    assertThat(isForgotten(replaced)).isTrue();
    fireTo(10);
    assertThat(fired).containsExactly("session");
  }

  private WeakReference<Object> setAndCancel() {
    Object session = new Object();
    table.set(TimerName.SESSION_EXPIRE, session, Long.MAX_VALUE, now -> fired.add("" + session));
    table.cancel(TimerName.SESSION_EXPIRE, session);
    return new WeakReference<>(session);
  }

  private WeakReference<Object> setAndReplace() {
    Object captured = new Object();
    set("session", Long.MAX_VALUE);
    table.set(TimerName.PATH_PROBE, "session", 20, now -> fired.add("" + captured));
    set("session", 10);
    return new WeakReference<>(captured);
  }

  private static boolean isForgotten(WeakReference<Object> reference) {
    for (int tries = 0; tries < 50 && !reference.refersTo(null); tries++) {
      System.gc();
    }
    return reference.refersTo(null);
  }
}
