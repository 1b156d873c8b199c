package net.groupvpn.overlay.session;

import java.net.Inet6Address;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.path.Path.RelayPath;
import net.groupvpn.overlay.record.RecordSealer;
import net.groupvpn.overlay.time.TimerName;
import org.jspecify.annotations.Nullable;

/**
 * How long a record may be on the path that a session sends on: drives the {@link MtuSearch} of a
 * direct path with padded probes (RFC 8899). A bare probe goes with each; only if the bare one is
 * answered does the loss of the long one count against its length. After the search, nothing is
 * sent without traffic. With traffic, the present size is confirmed every few seconds, so that a
 * silently shrunk underlay is noticed, and a larger size is tried now and then.
 */
final class PathMtu {
  /** Losses of one size before it counts as too long (RFC 8899 5.1.2). */
  static final int MAX_PROBES = 3;

  /** Pause between confirmations of the present size, while there is traffic. */
  static final long CONFIRM_NANOS = TimeUnit.SECONDS.toNanos(3);

  /** PMTU_RAISE_TIMER: how long after a search a longer size is tried again. */
  static final long RAISE_NANOS = TimeUnit.SECONDS.toNanos(600);

  /** Plaintext of a DATA record that is carried hop by hop, bytes: a packet of 1,420 bytes. */
  static final int OVERLAY_BYTES = 1_421;

  /** The same over the public overlay, whose signals have 1,400 bytes. */
  static final int PUBLIC_OVERLAY_BYTES = 1_370;

  /**
   * The same over a stream, which has no MTU of its own: enough for a relayed packet of full
   * length.
   */
  static final int STREAM_BYTES = 1_500;

  /** The same through a relay, until its legs are known: what two full Ethernet legs carry. */
  static final int RELAY_BYTES = 1_391;

  static final long MIN_TIMEOUT_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
  static final long MAX_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final int TIMEOUT_RTTS = 3;
  private static final int MAX_DOUBLINGS = 3;

  /** Sends on the path, and hears when {@link #dataBytes} or {@link #isFinal} has changed. */
  interface Owner {
    void sendOn(Path path, byte[] message);

    long rttNanos();

    void onDataPlaneChanged();
  }

  private final SessionContext context;
  private final Owner owner;
  private Path path;
  private @Nullable MtuSearch search;
  private int losses;
  private int silences;
  private boolean isAlive;
  private long token;
  private long checkedNanos;
  private long searchedNanos;
  private int relayBytes = RELAY_BYTES;

  PathMtu(SessionContext context, Owner owner, Path path) {
    this.context = context;
    this.owner = owner;
    this.path = path;
  }

  /** Starts a search, because the session sends on this path from now on. */
  void start(Path next) {
    path = next;
    search =
        next instanceof DirectPath direct
            ? new MtuSearch(
                direct.endpoint().address() instanceof Inet6Address, context.owner().linkMtuBytes())
            : null;
    probe();
  }

  /** Longest plaintext of a DATA record, bytes. */
  int dataBytes() {
    MtuSearch current = search;
    if (current == null) {
      return bytesWithoutSearch();
    }
    return current.usableBytes() - RecordSealer.OVERHEAD_BYTES;
  }

  private int bytesWithoutSearch() {
    return switch (path.kind()) {
      case STREAM -> STREAM_BYTES;
      case RELAY -> relayBytes;
      case PUBLIC_OVERLAY -> PUBLIC_OVERLAY_BYTES;
      case OVERLAY, DIRECT -> OVERLAY_BYTES;
    };
  }

  /** Both legs of the present relay, or of the next one, carry this much. */
  void setRelayBytes(int bytes) {
    boolean changed = bytes != relayBytes && path instanceof RelayPath;
    relayBytes = bytes;
    if (changed) {
      owner.onDataPlaneChanged();
    }
  }

  /** Whether no search is under way that may yield more. */
  boolean isFinal() {
    return search == null || search.state() == MtuSearch.State.SEARCH_COMPLETE;
  }

  /** Longest plaintext of a CONTROL record, bytes. */
  int controlBytes() {
    return Math.min(MessageAssembly.MAX_RECORD_BYTES, dataBytes());
  }

  /** There is traffic on the path; may be called at any rate. */
  void onTraffic() {
    MtuSearch current = search;
    if (current == null || current.probeBytes() != 0) {
      return;
    }
    long wait = checkedNanos + CONFIRM_NANOS - context.nowNanos();
    if (wait <= 0) {
      check(current);
    } else if (!context.engine().isTimerSet(TimerName.MTU_PROBE, this)) {
      // Even if traffic ends before: a black hole may be what ended it.
      context.engine().setTimer(TimerName.MTU_PROBE, this, wait, now -> check(current));
    }
  }

  /** The same endpoint may be reached another way now: does the present size still pass? */
  void recheck() {
    MtuSearch current = search;
    if (current != null && current.probeBytes() == 0) {
      check(current);
    }
  }

  private void check(MtuSearch current) {
    long now = context.nowNanos();
    if (now - searchedNanos >= RAISE_NANOS) {
      searchedNanos = now;
      current.raise();
    }
    current.confirm();
    probe();
  }

  /** The local link refused a datagram of this many bytes of UDP payload. */
  void onRefused(int datagramBytes) {
    MtuSearch current = search;
    if (current != null) {
      int before = current.probeBytes();
      change(current, () -> current.onRefused(datagramBytes));
      if (current.probeBytes() != before) {
        probe();
      }
    }
  }

  /** Handles an authenticated answer. */
  void onAnswer(Path from, long echoed) {
    MtuSearch current = search;
    if (current == null || current.probeBytes() == 0 || !from.isSameAs(path)) {
      context.count(OverlayCounter.DROPPED_MTU_LATE);
    } else if (echoed == token) {
      finish(current, current::onArrived);
    } else if (echoed == bareToken()) {
      isAlive = true;
    } else {
      context.count(OverlayCounter.DROPPED_MTU_LATE);
    }
  }

  private void finish(MtuSearch current, Runnable outcome) {
    checkedNanos = context.nowNanos();
    boolean searching = current.state() != MtuSearch.State.SEARCH_COMPLETE;
    change(current, outcome);
    if (searching) {
      searchedNanos = context.nowNanos();
    }
    probe();
  }

  private void change(MtuSearch current, Runnable action) {
    int before = current.usableBytes();
    boolean wasFinal = isFinal();
    action.run();
    if (current.usableBytes() != before || isFinal() != wasFinal) {
      owner.onDataPlaneChanged();
    }
  }

  /** Starts with the size that the search asks for, if there is one. */
  private void probe() {
    losses = 0;
    silences = 0;
    token = context.engine().random().nextLong();
    if (search == null || search.probeBytes() == 0) {
      context.engine().cancelTimer(TimerName.MTU_PROBE, this);
    } else {
      send(search);
    }
  }

  private void send(MtuSearch current) {
    isAlive = false;
    int padded = current.probeBytes() - RecordSealer.OVERHEAD_BYTES;
    owner.sendOn(path, ControlMessages.mtuProbe(bareToken(), 0));
    owner.sendOn(path, ControlMessages.mtuProbe(token, padded));
    long wait = Math.max(MIN_TIMEOUT_NANOS, TIMEOUT_RTTS * owner.rttNanos());
    wait <<= Math.min(silences, MAX_DOUBLINGS);
    context
        .engine()
        .setTimer(
            TimerName.MTU_PROBE, this, Math.min(wait, MAX_TIMEOUT_NANOS), now -> onTimer(current));
  }

  private long bareToken() {
    return ~token;
  }

  private void onTimer(MtuSearch current) {
    if (isAlive) {
      losses++;
      silences = 0;
    } else {
      // Nothing passes at all: that is the keepalive's concern, and says nothing about sizes.
      silences++;
    }
    if (losses < MAX_PROBES) {
      send(current);
    } else {
      context.count(OverlayCounter.PATH_MTU_LOST);
      finish(current, current::onLost);
    }
  }

  /** Stops searching. */
  void stop() {
    search = null;
    context.engine().cancelTimer(TimerName.MTU_PROBE, this);
  }
}
