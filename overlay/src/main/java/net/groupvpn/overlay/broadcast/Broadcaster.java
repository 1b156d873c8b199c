package net.groupvpn.overlay.broadcast;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import net.groupvpn.overlay.engine.Counter;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.link.LinkTable;
import net.groupvpn.overlay.session.MessageType;
import net.groupvpn.overlay.wire.WireException;
import org.jspecify.annotations.Nullable;

/** Asks many nodes, and does this node's part when others ask. Engine thread only. */
public final class Broadcaster {
  /** Own broadcasts under way at once. */
  public static final int MAX_OWN = 16;

  /** Longest time for an answer, milliseconds. */
  public static final int MAX_BUDGET_MILLIS = SpreadRequest.MAX_BUDGET_MILLIS;

  /** Regions that this node covers for others at once. */
  static final int MAX_TASKS = 256;

  /** The same limit for one link. */
  static final int MAX_TASKS_PER_LINK = 64;

  /** Totals kept in case their message was lost; the oldest are dropped first. */
  static final int MAX_FINISHED = 256;

  /** Broadcasts remembered; the oldest are dropped first. */
  static final int MAX_SEEN = 512;

  /** A region that a peer has given this node to cover. */
  private record TaskKey(NodeId parent, long token) {}

  private final Engine engine;
  private final Neighbourhood surroundings;
  private final BiConsumer<NodeId, byte[]> sender;
  private final Map<Integer, Topic> topics = new HashMap<>();
  private final Map<TaskKey, Task> tasks = new HashMap<>();
  private final Map<TaskKey, byte[]> finished = bounded(MAX_FINISHED);
  private final Map<Broadcast.Name, byte[]> seen = bounded(MAX_SEEN);
  private final Map<Long, Delegation> parts = new HashMap<>();
  private final BroadcastLimits limits = new BroadcastLimits();
  private int own;

  /** {@code sender} sends a control message to a peer with a session; best effort. */
  public Broadcaster(
      Engine engine, NodeId self, LinkTable table, BiConsumer<NodeId, byte[]> sender) {
    this.engine = engine;
    this.surroundings = new Neighbourhood(self, table);
    this.sender =
        (peer, message) -> {
          count(OverlayCounter.BROADCAST_MESSAGES_SENT);
          sender.accept(peer, message);
        };
  }

  private static <K> Map<K, byte[]> bounded(int limit) {
    return new LinkedHashMap<>() {
      @Override
      protected boolean removeEldestEntry(Map.Entry<K, byte[]> eldest) {
        return size() > limit;
      }
    };
  }

  /** Sets the topic that a number stands for, 0 to 255; once per number. */
  public void handle(int number, Topic topic) {
    if (topics.putIfAbsent(number, topic) != null) {
      throw new IllegalStateException("two topics with number " + number);
    }
  }

  /**
   * Asks all nodes in {@code region}; {@code done} gets the totals exactly once, possibly before
   * this method returns.
   *
   * @param budgetMillis 1 to {@link #MAX_BUDGET_MILLIS}
   * @return false if too many are under way
   * @throws IllegalArgumentException if the topic rejects the question
   */
  public boolean ask(
      Region region, int topic, byte[] question, int budgetMillis, Consumer<Totals> done) {
    if (own >= MAX_OWN) {
      return false;
    }
    own++;
    Broadcast broadcast =
        new Broadcast(surroundings.self(), engine.random().nextLong(), topic, question);
    SpreadRequest root = new SpreadRequest(0, broadcast, region, 0, 0, budgetMillis);
    try {
      cover(root, null, totals -> onOwnDone(totals, done));
      return true;
    } catch (WireException e) {
      own--;
      throw new IllegalArgumentException("not a question of topic " + topic, e);
    }
  }

  private void onOwnDone(Totals totals, Consumer<Totals> done) {
    own--;
    done.accept(totals);
  }

  /** Handles SPREAD and SPREAD_ANSWER from a peer. */
  public void onMessage(NodeId from, byte[] message) {
    try {
      if (MessageType.of(message) == MessageType.SPREAD) {
        onRequest(from, SpreadRequest.parse(message));
      } else {
        onAnswer(from, SpreadAnswer.parse(message));
      }
    } catch (WireException e) {
      count(OverlayCounter.DROPPED_BROADCAST_MALFORMED);
    }
  }

  private void onAnswer(NodeId from, SpreadAnswer answer) {
    Delegation part = parts.get(answer.token());
    if (part == null) {
      count(OverlayCounter.DROPPED_BROADCAST_UNEXPECTED);
    } else {
      part.onAnswer(from, answer);
    }
  }

  private void onRequest(NodeId from, SpreadRequest request) throws WireException {
    TaskKey key = new TaskKey(from, request.token());
    if (tasks.containsKey(key) || finished.containsKey(key)) {
      onRepeated(key);
    } else if (request.broadcast().origin().equals(surroundings.self())) {
      refuse(key, OverlayCounter.DROPPED_BROADCAST_OWN);
    } else if (!topics.containsKey(request.broadcast().topic())) {
      refuse(key, OverlayCounter.DROPPED_BROADCAST_UNKNOWN_TOPIC);
    } else if (tasks.size() >= MAX_TASKS || tasksOf(from) >= MAX_TASKS_PER_LINK) {
      refuse(key, OverlayCounter.DROPPED_BROADCAST_TOO_MANY);
    } else if (!limits.admit(from, request.broadcast().origin(), engine.now().bootNanos())) {
      refuse(key, OverlayCounter.DROPPED_BROADCAST_RATE);
    } else {
      accept(key, request);
    }
  }

  private long tasksOf(NodeId parent) {
    return tasks.keySet().stream().filter(key -> key.parent.equals(parent)).count();
  }

  private void refuse(TaskKey key, Counter reason) {
    count(reason);
    sender.accept(key.parent, SpreadAnswer.refused(key.token).toMessage());
  }

  private void onRepeated(TaskKey key) {
    if (limits.admitRepeat(key.parent, engine.now().bootNanos())) {
      byte[] answer = finished.get(key);
      sender.accept(
          key.parent, answer == null ? SpreadAnswer.working(key.token).toMessage() : answer);
    } else {
      count(OverlayCounter.DROPPED_BROADCAST_REPEAT_RATE);
    }
  }

  private void accept(TaskKey key, SpreadRequest request) throws WireException {
    Task task = cover(request, key.parent, totals -> finish(key, totals));
    if (!finished.containsKey(key)) {
      tasks.put(key, task);
      sender.accept(key.parent, SpreadAnswer.working(key.token).toMessage());
    }
  }

  private void finish(TaskKey key, Totals totals) {
    tasks.remove(key);
    byte[] answer = new SpreadAnswer(key.token, SpreadAnswer.State.DONE, totals).toMessage();
    finished.put(key, answer);
    sender.accept(key.parent, answer);
  }

  private Task cover(SpreadRequest request, @Nullable NodeId parent, Consumer<Totals> done)
      throws WireException {
    Topic topic = topics.get(request.broadcast().topic());
    if (topic == null) {
      throw new IllegalArgumentException("no topic " + request.broadcast().topic());
    }
    Region region = request.region();
    boolean isInside = region.contains(surroundings.self());
    Totals start = isInside ? deliver(request.broadcast(), topic) : Totals.NONE;
    Task task = new Task(engine, topic, request, parent, start, parts, done);
    List<Region> regions = isInside ? surroundings.partsOf(region) : List.of(region);
    task.start(
        regions.stream()
            .map(part -> new Delegation(engine, surroundings, sender, task, part))
            .toList());
    return task;
  }

  /** This node's own answer, made once per broadcast. */
  private Totals deliver(Broadcast broadcast, Topic topic) throws WireException {
    byte[] answer = seen.get(broadcast.name());
    if (answer == null) {
      answer = topic.answer(broadcast.question());
      seen.put(broadcast.name(), answer);
      count(OverlayCounter.BROADCAST_DELIVERED);
    } else {
      count(OverlayCounter.BROADCAST_DUPLICATES);
    }
    return new Totals(1, 0, 0, answer);
  }

  private void count(Counter counter) {
    engine.counters().increment(counter);
  }
}
