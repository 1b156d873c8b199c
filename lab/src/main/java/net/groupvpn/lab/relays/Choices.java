package net.groupvpn.lab.relays;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.groupvpn.lab.bed.Await;
import net.groupvpn.lab.member.Member;

/** Watches the relays that two ends use. Not thread-safe. */
final class Choices {
  private final List<Member> ends;
  private final List<String> last = new ArrayList<>(List.of("", ""));
  private int changes;

  Choices(List<Member> ends) {
    this.ends = ends;
    look();
    changes = 0;
  }

  /** Checks repeatedly for this long; afterwards it is known how often another relay was used. */
  void watch(int seconds) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    Await.until(
        "the relays were watched",
        2L * seconds,
        () -> {
          look();
          return System.nanoTime() >= end;
        });
  }

  private void look() {
    for (int i = 0; i < ends.size(); i++) {
      String now = ends.get(i).relayTo(ends.get(1 - i)).path("node").asText();
      if (!now.isEmpty() && !now.equals(last.get(i))) {
        changes++;
        last.set(i, now);
      }
    }
  }

  /** How often an end has changed to another relay since this object was made. */
  int changes() {
    return changes;
  }

  /** Whether both ends use that node at present. */
  boolean areBoth(String node) {
    look();
    return last.stream().allMatch(node::equals);
  }
}
