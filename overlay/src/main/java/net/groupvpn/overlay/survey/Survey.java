package net.groupvpn.overlay.survey;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import net.groupvpn.overlay.broadcast.Broadcaster;
import net.groupvpn.overlay.broadcast.Region;
import net.groupvpn.overlay.broadcast.Topic;
import net.groupvpn.overlay.broadcast.Totals;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.routing.TraceHop;
import net.groupvpn.overlay.wire.WireException;
import org.jspecify.annotations.Nullable;

/** Asks all nodes what they know, and answers when others ask. Engine thread only. */
public final class Survey {
  /** Longest time for a query's answer, milliseconds. */
  public static final int MAX_QUERY_MILLIS = Broadcaster.MAX_BUDGET_MILLIS;

  private static final int SUMMARY_TOPIC = 1;
  private static final int VIEWS_TOPIC = 2;
  private static final byte[] NO_QUESTION = {};

  private final Engine engine;
  private final Broadcaster broadcaster;
  private final Supplier<TraceHop> ownLinks;
  private final Supplier<SiblingView> ownView;
  private final String version;
  private final int siblings;
  private @Nullable Crawl crawl;

  /**
   * Makes a survey that answers from now on.
   *
   * @param ownLinks what it tells about this node's links
   * @param ownView what it tells about this node's siblings
   * @param siblings number of siblings of each node, if the overlay has that many
   * @param version what it tells about this program, at most {@link
   *     NetworkSummary#MAX_VERSION_BYTES} long
   */
  public Survey(
      Engine engine,
      Broadcaster broadcaster,
      Supplier<TraceHop> ownLinks,
      Supplier<SiblingView> ownView,
      int siblings,
      String version) {
    if (version.getBytes(StandardCharsets.UTF_8).length > NetworkSummary.MAX_VERSION_BYTES) {
      throw new IllegalArgumentException("too long for a version: " + version);
    }
    this.engine = engine;
    this.broadcaster = broadcaster;
    this.ownLinks = ownLinks;
    this.ownView = ownView;
    this.siblings = siblings;
    this.version = version;
    broadcaster.handle(SUMMARY_TOPIC, new SummaryTopic());
    broadcaster.handle(VIEWS_TOPIC, new ViewsTopic());
  }

  /**
   * Asks all nodes for a summary.
   *
   * @param budgetMillis after this time {@code done} gets what has arrived; at most {@link
   *     #MAX_QUERY_MILLIS}
   * @return false if too much is under way
   */
  public boolean query(int budgetMillis, Consumer<QueryResult> done) {
    long start = engine.now().bootNanos();
    return broadcaster.ask(
        Region.ALL,
        SUMMARY_TOPIC,
        NO_QUESTION,
        budgetMillis,
        totals -> done.accept(result(totals, engine.now().bootNanos() - start)));
  }

  private static QueryResult result(Totals totals, long tookNanos) {
    try {
      return new QueryResult(
          totals.nodes(),
          totals.unreached(),
          totals.depth(),
          NetworkSummary.parse(totals.answer()),
          tookNanos);
    } catch (WireException e) {
      throw new IllegalStateException("this node merged an answer that it cannot read", e);
    }
  }

  /**
   * Asks every node for its view of its siblings; {@code done} gets a check of these views.
   *
   * @return false if a crawl is under way
   */
  public boolean crawl(Consumer<CrawlReport> done) {
    if (crawl != null) {
      return false;
    }
    Crawl started = new Crawl(engine, this::askForViews, new ViewCheck(siblings), done);
    crawl = started;
    started.start(() -> crawl = null);
    return true;
  }

  private boolean askForViews(Region region, Consumer<Totals> done) {
    return broadcaster.ask(region, VIEWS_TOPIC, NO_QUESTION, Crawl.BUDGET_MILLIS, done);
  }

  /** The progress of the crawl, or null if there is none. */
  public @Nullable CrawlProgress progress() {
    return crawl == null ? null : crawl.progress();
  }

  private static void checkQuestion(byte[] question) throws WireException {
    if (question.length > 0) {
      throw new WireException("this topic has no questions");
    }
  }

  private final class SummaryTopic implements Topic {
    @Override
    public byte[] answer(byte[] question) throws WireException {
      checkQuestion(question);
      TraceHop own = ownLinks.get();
      return new NetworkSummary(
              own.joined() ? 1 : 0,
              own.linkCount(),
              Map.of(version, 1),
              0,
              own.links().stream()
                  .filter(link -> link.rttNanos() >= 0)
                  .map(link -> new SlowLink(own.node(), link.peer(), link.path(), link.rttNanos()))
                  .toList())
          .toBytes();
    }

    @Override
    public byte[] merge(byte[] own, byte[] received) throws WireException {
      NetworkSummary before = own.length == 0 ? NetworkSummary.NONE : NetworkSummary.parse(own);
      return before.plus(NetworkSummary.parse(received)).toBytes();
    }
  }

  private final class ViewsTopic implements Topic {
    @Override
    public byte[] answer(byte[] question) throws WireException {
      checkQuestion(question);
      return new ViewList(false, List.of(ownView.get())).toBytes();
    }

    @Override
    public byte[] merge(byte[] own, byte[] received) throws WireException {
      ViewList before = own.length == 0 ? ViewList.NONE : ViewList.parse(own);
      return before.plus(ViewList.parse(received)).toBytes();
    }
  }
}
