package net.groupvpn.client.tunnel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.groupvpn.client.os.MachineSetup;
import net.groupvpn.client.os.SystemChange;
import net.groupvpn.client.os.SystemChange.Family;
import net.groupvpn.client.os.SystemLook;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules and routes of one tunnel, as this machine has them: by the first routing mode that
 * works, which is kept until all is taken back. The kill switch is none of it. For one thread at a
 * time.
 */
final class RoutedChanges {
  private static final Logger LOG = LoggerFactory.getLogger(RoutedChanges.class);

  private final MachineSetup setup;
  private final SystemLook look;
  private final List<Family> families;
  private final List<Routing> routings;
  private final Deque<SystemChange> made = new ArrayDeque<>();
  private final List<String> problems = new ArrayList<>();
  private final Map<RoutingMode, String> refused = new EnumMap<>(RoutingMode.class);
  private @Nullable Routing current;

  /** {@code routings} are tried in this order. */
  RoutedChanges(
      MachineSetup setup, SystemLook look, List<Family> families, List<Routing> routings) {
    this.setup = setup;
    this.look = look;
    this.families = List.copyOf(families);
    this.routings = List.copyOf(routings);
  }

  /**
   * Has everything be as the plan needs it.
   *
   * @throws IOException if no routing mode works; the message says why. None of it stays then, or
   *     {@link #problems} says what
   */
  void set(TunnelPlan plan) throws IOException {
    problems.clear();
    IOException last = new IOException("no routing mode is left to try");
    for (Routing routing : candidates(plan.settings().modes())) {
      try {
        use(routing, plan);
        current = routing;
        refused.remove(routing.mode());
        return;
      } catch (IOException e) {
        refuse(routing, e);
        last = e;
      }
    }
    throw refused.size() < 2 ? last : new IOException("no routing mode works: " + reasons(), last);
  }

  /** The one in use first, if it is still wanted. */
  private List<Routing> candidates(List<RoutingMode> modes) {
    List<Routing> candidates = new ArrayList<>();
    Routing now = current;
    if (now != null && modes.contains(now.mode())) {
      candidates.add(now);
    } else if (now != null) {
      leave(now);
    }
    routings.stream()
        .filter(each -> each != now && modes.contains(each.mode()))
        .forEach(candidates::add);
    return candidates;
  }

  private void use(Routing routing, TunnelPlan plan) throws IOException {
    routing.begin(plan, families);
    List<SystemChange> changes = new ArrayList<>();
    for (Family family : families) {
      changes.addAll(routing.changes(plan, family));
    }
    revert(made.stream().filter(change -> !changes.contains(change)).toList());
    List<SystemChange> standing = new ArrayList<>();
    for (SystemChange change : changes) {
      if (make(routing, change)) {
        standing.add(change);
      }
    }
    routing.onMade(standing);
  }

  private boolean make(Routing routing, SystemChange change) throws IOException {
    if (!made.contains(change)) {
      made.push(change);
    }
    try {
      setup.apply(change);
      return true;
    } catch (IOException e) {
      if (!routing.isNeeded(change)) {
        problem("%s is not set: %s".formatted(change, e.getMessage()));
        return false;
      }
      throw e;
    }
  }

  private void refuse(Routing routing, IOException reason) {
    String message = String.valueOf(reason.getMessage());
    if (!message.equals(refused.put(routing.mode(), message))) {
      LOG.info(
          "full tunnel: the routing mode {} does not work: {}", routing.mode().text(), message);
    }
    leave(routing);
  }

  private void leave(Routing routing) {
    revert(List.copyOf(made));
    routing.end();
    current = null;
  }

  private String reasons() {
    List<String> reasons = new ArrayList<>();
    refused.forEach((mode, reason) -> reasons.add(mode.text() + ": " + reason));
    return String.join("; ", reasons);
  }

  private void problem(String text) {
    problems.add(text);
    LOG.warn("full tunnel: {}", text);
  }

  /** Takes all back; {@link #problems} says what stays. */
  void takeBack() {
    problems.clear();
    refused.clear();
    revert(List.copyOf(made));
    if (current != null) {
      current.end();
      current = null;
    }
  }

  /** The newest first. */
  private void revert(List<SystemChange> changes) {
    for (SystemChange change : changes) {
      try {
        setup.revert(change);
        made.remove(change);
      } catch (IOException e) {
        problem("%s stays: %s".formatted(change, e.getMessage()));
      }
    }
  }

  /**
   * Puts back what somebody else has changed.
   *
   * @return what was wrong, one text each
   * @throws IOException if something cannot be put back
   */
  List<String> repair() throws IOException {
    List<String> wrong = new ArrayList<>();
    List<SystemChange> oldestFirst = new ArrayList<>();
    made.descendingIterator().forEachRemaining(oldestFirst::add);
    for (SystemChange change : oldestFirst) {
      if (isRepaired(change)) {
        wrong.add(text(change));
      }
    }
    return wrong;
  }

  private boolean isRepaired(SystemChange change) throws IOException {
    try {
      if (look.isSet(change)) {
        return false;
      }
      setup.apply(change);
      return true;
    } catch (IOException e) {
      if (current != null && current.isNeeded(change)) {
        throw e;
      }
      return false; // It was never set, which is told.
    }
  }

  private static String text(SystemChange change) {
    if (change instanceof SystemChange.Rule rule) {
      return "its %s rule %d".formatted(rule.family(), rule.priority());
    } else if (change instanceof SystemChange.DefaultOfTable route) {
      return "the %s route of its table %d".formatted(route.family(), route.table());
    } else if (change instanceof SystemChange.RouteOfMain route) {
      return "its route to " + route.to();
    }
    return change.toString();
  }

  /** What is not as it should be, one text each. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  /** How packets are led, and why not otherwise. */
  void report(ObjectNode into) {
    into.put("routing", current == null ? null : current.mode().text());
    ObjectNode reasons = into.putObject("routing_refused");
    refused.forEach((mode, reason) -> reasons.put(mode.text(), reason));
    if (current != null) {
      current.report(into);
    }
  }
}
