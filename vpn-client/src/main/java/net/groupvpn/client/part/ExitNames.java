package net.groupvpn.client.part;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.groupvpn.dhcpdns.address.Label;
import net.groupvpn.dhcpdns.name.MemberLookup;
import net.groupvpn.dhcpdns.name.NamedMember;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.time.TimerName;
import org.jspecify.annotations.Nullable;

/**
 * Finds the nodes of the gateways that the user has named, now and again: a name may come to
 * another machine. Engine thread only.
 */
final class ExitNames {
  private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** ... as long as one of them is not found. */
  private static final long SOON_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final Engine engine;
  private final MemberLookup lookup;
  private final String suffix;
  private final Consumer<List<NodeId>> listener;
  private List<String> names = List.of();
  private List<NodeId> told = List.of();

  /** {@code listener} is told the nodes in the order of the names, as far as they are known. */
  ExitNames(Engine engine, MemberLookup lookup, String suffix, Consumer<List<NodeId>> listener) {
    this.engine = engine;
    this.lookup = lookup;
    this.suffix = suffix;
    this.listener = listener;
  }

  /** Whether {@code name} can be a member's. */
  static @Nullable Label label(String name, String suffix) {
    String lower = name.toLowerCase(Locale.ROOT);
    String end = "." + suffix;
    return Label.parse(
        lower.endsWith(end) ? lower.substring(0, lower.length() - end.length()) : lower);
  }

  /** Looks for these from now on; for none if there are none. */
  void follow(List<String> wanted) {
    names = List.copyOf(wanted);
    told = List.of();
    engine.cancelTimer(TimerName.GATEWAY_NAMES, this);
    if (!names.isEmpty()) {
      look();
    }
  }

  private void look() {
    List<String> asked = names;
    List<@Nullable NodeId> found = new ArrayList<>();
    asked.forEach(name -> found.add(null));
    for (int i = 0; i < asked.size(); i++) {
      int at = i;
      Label label = label(asked.get(i), suffix);
      if (label != null) {
        lookup.byName(
            label,
            finding -> {
              NamedMember member = finding.found();
              if (member != null) {
                found.set(at, member.node());
                onFound(asked, found);
              }
            });
      }
    }
    engine.setTimer(
        TimerName.GATEWAY_NAMES,
        this,
        told.size() < asked.size() ? SOON_NANOS : AGAIN_NANOS,
        now -> look());
  }

  private void onFound(List<String> asked, List<@Nullable NodeId> found) {
    List<NodeId> nodes = found.stream().filter(Objects::nonNull).distinct().toList();
    boolean isComplete = nodes.size() == asked.size();
    if (asked.equals(names) && !nodes.equals(told) && (isComplete || told.size() < nodes.size())) {
      told = nodes;
      listener.accept(nodes);
    }
  }
}
