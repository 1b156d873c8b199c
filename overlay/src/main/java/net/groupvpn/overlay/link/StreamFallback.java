package net.groupvpn.overlay.link;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.EndpointRules;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.path.Path.StreamPath;
import net.groupvpn.overlay.session.Session;
import net.groupvpn.overlay.session.Sessions;
import net.groupvpn.overlay.time.TimerName;
import net.groupvpn.overlay.wire.WireException;

/**
 * For sessions without a direct path: both ends tell where they accept TCP connections. After UDP
 * has had its chance, each tries the other's endpoints. While a stream is in use, UDP is retried
 * periodically without end.
 */
public final class StreamFallback {
  /** Most peers whose offers are kept; the oldest are forgotten first. */
  static final int MAX_PEERS = 1_024;

  /** Most endpoints of a kind in an offer. */
  static final int MAX_OFFERED = 4;

  /** Delay before an offer is sent; a direct path is often found sooner. */
  static final long FIRST_NANOS = 500_000_000L;

  /** Delay after the offer before the peer's streams are tried. */
  static final long PATIENCE_NANOS = 1_000_000_000L;

  /** Pause between tries of UDP while a stream is in use. */
  static final long AGAIN_NANOS = 10_000_000_000L;

  /** Longest pause between tries of streams that were never reached. */
  static final long LONGEST_NANOS = 320_000_000_000L;

  private static final StreamOffer NOTHING = new StreamOffer(List.of(), List.of());

  private final Engine engine;
  private final Sessions sessions;
  private final EndpointRules rules;
  private List<Endpoint> streams = List.of();
  private List<Endpoint> direct = List.of();
  private final Map<NodeId, Progress> peers =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeId, Progress> eldest) {
          return size() > MAX_PEERS;
        }
      };

  private static final class Progress {
    private StreamOffer offer = NOTHING;
    private int tries;
    private long waitNanos = FIRST_NANOS;
  }

  /** Acts on the sessions that it hears of. */
  public StreamFallback(Engine engine, Sessions sessions, EndpointRules rules) {
    this.engine = engine;
    this.sessions = sessions;
    this.rules = rules;
  }

  /** Sets where this node accepts TCP connections. */
  public void setStreams(List<Endpoint> endpoints) {
    List<Endpoint> before = streams;
    streams = offered(endpoints);
    if (!streams.equals(before)) {
      peers.forEach(this::offerSoon);
    }
  }

  private void offerSoon(NodeId peer, Progress progress) {
    progress.tries = 0;
    progress.waitNanos = FIRST_NANOS;
    arm(peer, progress);
  }

  /** Sets where this node receives datagrams. */
  public void setDirect(List<Endpoint> endpoints) {
    direct = offered(endpoints);
  }

  private List<Endpoint> offered(List<Endpoint> endpoints) {
    return rules.learnable(endpoints).stream().distinct().limit(MAX_OFFERED).toList();
  }

  /** A session is new or has moved to another path. */
  public void onPath(Session session) {
    if (session.path() instanceof DirectPath) {
      forget(session.peer());
    } else {
      begin(session);
    }
  }

  private void begin(Session session) {
    Progress progress = peers.computeIfAbsent(session.peer(), peer -> new Progress());
    if (session.path() instanceof StreamPath) {
      progress.waitNanos = Math.min(progress.waitNanos, AGAIN_NANOS);
    }
    if (!engine.isTimerSet(TimerName.STREAM_FALLBACK, session.peer())) {
      arm(session.peer(), progress);
    }
  }

  /** The session is over. */
  public void forget(NodeId peer) {
    peers.remove(peer);
    engine.cancelTimer(TimerName.STREAM_FALLBACK, peer);
  }

  /** Handles a STREAM_OFFER message. */
  public void onOffer(Session session, byte[] message) {
    try {
      StreamOffer offer = StreamOffer.parse(message);
      if (!(session.path() instanceof DirectPath)) {
        begin(session);
        Progress progress = peers.get(session.peer());
        if (progress != null) {
          progress.offer = offer;
        }
      }
    } catch (WireException e) {
      engine.counters().increment(OverlayCounter.DROPPED_STREAM_OFFER_MALFORMED);
    }
  }

  private void arm(NodeId peer, Progress progress) {
    engine.setTimer(
        TimerName.STREAM_FALLBACK, peer, progress.waitNanos, now -> onTimer(peer, progress));
  }

  private void onTimer(NodeId peer, Progress progress) {
    Session session = sessions.find(peer);
    if (session == null || peers.get(peer) != progress) {
      return;
    }
    StreamOffer own = new StreamOffer(streams, direct);
    if (!own.isEmpty()) {
      session.send(own.toMessage());
    }
    boolean onStream = session.path() instanceof StreamPath;
    if (onStream) {
      progress.offer.direct().forEach(endpoint -> probe(session, new DirectPath(endpoint)));
    } else if (progress.tries > 0) {
      progress.offer.streams().forEach(endpoint -> probe(session, new StreamPath(endpoint)));
    }
    progress.tries++;
    progress.waitNanos = onStream ? AGAIN_NANOS : pause(progress.tries);
    arm(peer, progress);
  }

  /** Pauses of 1, 1, 2, 4 s and so on. */
  private static long pause(int tries) {
    int doublings = Math.max(0, Math.min(tries - 2, Long.SIZE / 4));
    return Math.min(PATIENCE_NANOS << doublings, LONGEST_NANOS);
  }

  private void probe(Session session, Path path) {
    Endpoint endpoint = path.endpoint();
    boolean isGood =
        endpoint != null
            && (path instanceof StreamPath ? rules.mayDial(endpoint) : rules.mayLearn(endpoint));
    if (!isGood) {
      engine.counters().increment(OverlayCounter.DROPPED_STREAM_OFFER_ENDPOINT);
    } else {
      session.probe(path);
    }
  }
}
