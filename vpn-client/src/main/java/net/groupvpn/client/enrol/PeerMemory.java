package net.groupvpn.client.enrol;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Which endpoints are remembered: numeric ones, newest first, bounded. */
public final class PeerMemory {
  private static final Pattern ENDPOINT =
      Pattern.compile("([0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[[0-9a-fA-F:.]{2,45}]):[0-9]{1,5}");

  private PeerMemory() {}

  /** {@code fresh} first, then what of {@code known} still fits. */
  public static List<String> merge(List<String> fresh, List<String> known) {
    Set<String> merged = new LinkedHashSet<>();
    for (List<String> each : List.of(fresh, known)) {
      each.stream().filter(text -> ENDPOINT.matcher(text).matches()).forEach(merged::add);
    }
    return merged.stream().limit(StateStore.MAX_PEERS).toList();
  }
}
