package net.groupvpn.client.enrol;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.groupvpn.overlay.path.PathText;

/** Which endpoints are stored: numeric ones, newest first, bounded. */
public final class PeerMemory {
  private PeerMemory() {}

  /** {@code fresh} first, then as much of {@code known} as fits. */
  public static List<String> merge(List<String> fresh, List<String> known) {
    Set<String> merged = new LinkedHashSet<>();
    for (List<String> each : List.of(fresh, known)) {
      each.stream().filter(text -> PathText.parse(text) != null).forEach(merged::add);
    }
    return merged.stream().limit(StateStore.MAX_PEERS).toList();
  }
}
