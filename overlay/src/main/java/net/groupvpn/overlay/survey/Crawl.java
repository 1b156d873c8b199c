package net.groupvpn.overlay.survey;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import net.groupvpn.overlay.broadcast.Region;
import net.groupvpn.overlay.broadcast.Totals;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.time.TimerName;
import net.groupvpn.overlay.wire.WireException;

/**
 * One crawl: asks regions until every answer holds all views of its region. Then it asks nodes
 * again, one by one, that seem wrong or silent, because the overlay may have changed in the
 * meantime.
 */
final class Crawl {
  /** Time limit for one answer. */
  static final int BUDGET_MILLIS = 10_000;

  /** Questions under way at once. */
  static final int PARALLEL = 4;

  /** Pause between questions: fewer per second than nodes tolerate. */
  static final long PACE_NANOS = 160_000_000L;

  /** Most nodes that a crawl reports; the overlay may have more. */
  static final int MAX_NODES = 4_096;

  /** Rounds in which nodes that seem wrong or silent are asked again. */
  static final int MAX_ROUNDS = 2;

  /** Most nodes that are asked again per round. */
  static final int MAX_SUSPECTS = 64;

  /** Pause before a round, for what may be on its way. */
  static final long SETTLE_NANOS = 2_000_000_000L;

  /** Nodes of a region that is made from one with too many. */
  private static final int NODES_PER_REGION = ViewList.MAX_VIEWS / 2;

  /**
   * Most questions of one crawl; a node that lies about having too many views cannot cause more.
   */
  static final int MAX_QUESTIONS = 4_096;

  private static final int MAX_SPLIT_BITS = 8;
  private static final int MAX_TRIES = 2;

  /** Asks a region for its nodes' views; false if that is not possible now. */
  interface Asker {
    boolean ask(Region region, Consumer<Totals> done);
  }

  private record Question(Region region, int tries) {}

  private final Engine engine;
  private final Asker asker;
  private final ViewCheck check;
  private final Consumer<CrawlReport> done;
  private final long startNanos;
  private final Deque<Question> waiting = new ArrayDeque<>();
  private final TreeMap<NodeId, SiblingView> views = new TreeMap<>();
  private Runnable onEnd = () -> {};
  private int underWay;
  private int questions;
  private int expected;
  private int unreached;
  private int rounds;

  Crawl(Engine engine, Asker asker, ViewCheck check, Consumer<CrawlReport> done) {
    this.engine = engine;
    this.asker = asker;
    this.check = check;
    this.done = done;
    this.startNanos = engine.now().bootNanos();
  }

  /** Starts; {@code atTheEnd} is called before the report is delivered. */
  void start(Runnable atTheEnd) {
    onEnd = atTheEnd;
    waiting.add(new Question(Region.ALL, 1));
    askNext();
  }

  CrawlProgress progress() {
    return new CrawlProgress(views.size(), Math.max(expected, views.size()), questions, rounds > 0);
  }

  private void askNext() {
    engine.setTimer(TimerName.CRAWL, this, PACE_NANOS, now -> askNext());
    if (underWay < PARALLEL && !waiting.isEmpty()) {
      Question question = waiting.remove();
      underWay++;
      questions++;
      if (!asker.ask(question.region, totals -> onTotals(question, totals))) {
        underWay--;
        questions--;
        waiting.addFirst(question);
      }
    } else if (underWay == 0 && waiting.isEmpty()) {
      onRoundDone();
    }
  }

  private void onTotals(Question question, Totals totals) {
    underWay--;
    expected = Math.max(expected, totals.nodes());
    try {
      ViewList found = totals.nodes() == 0 ? ViewList.NONE : ViewList.parse(totals.answer());
      if (found.overflown()) {
        split(question.region, totals.nodes());
      } else {
        take(question.region, found.views());
        finish(question, totals);
      }
    } catch (WireException e) {
      throw new IllegalStateException("this node merged an answer that it cannot read", e);
    }
  }

  private void finish(Question question, Totals totals) {
    if (totals.isComplete() || rounds > 0) {
      return;
    }
    if (question.tries < MAX_TRIES) {
      waiting.add(new Question(question.region, question.tries + 1));
    } else {
      unreached += totals.unreached();
    }
  }

  private void split(Region region, int nodes) {
    int bits = 1;
    while (bits < MAX_SPLIT_BITS && nodes >> bits > NODES_PER_REGION) {
      bits++;
    }
    boolean isTooMuch = questions + waiting.size() + (1 << bits) > MAX_QUESTIONS;
    if (region.bits() + bits > NodeId.BITS || isTooMuch) {
      unreached++;
      return;
    }
    List<Region> parts = List.of(region);
    for (int i = 0; i < bits; i++) {
      parts = parts.stream().map(Region::halves).flatMap(Collection::stream).toList();
    }
    parts.forEach(part -> waiting.add(new Question(part, 1)));
  }

  private void take(Region region, List<SiblingView> found) {
    if (region.bits() == NodeId.BITS) {
      views.remove(region.prefix());
    }
    for (SiblingView view : found) {
      if (region.contains(view.node()) && views.size() < MAX_NODES) {
        views.put(view.node(), view);
      }
    }
  }

  private void onRoundDone() {
    List<NodeCheck> checks = check.check(views.values());
    List<NodeCheck> suspects =
        checks.stream().filter(NodeCheck::isSuspect).limit(MAX_SUSPECTS).toList();
    if (suspects.isEmpty() || rounds == MAX_ROUNDS) {
      end(checks);
      return;
    }
    rounds++;
    suspects.forEach(node -> waiting.add(new Question(Region.around(node.node(), NodeId.BITS), 1)));
    engine.setTimer(TimerName.CRAWL, this, SETTLE_NANOS, now -> askNext());
  }

  private void end(List<NodeCheck> checks) {
    engine.cancelTimer(TimerName.CRAWL, this);
    onEnd.run();
    done.accept(
        new CrawlReport(checks, unreached, questions, engine.now().bootNanos() - startNanos));
  }
}
