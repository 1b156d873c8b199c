package net.groupvpn.overlay.routing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * Remembers forwarded EXACT and PATH frames for a short while, so that NO_ROUTE can make this node
 * try another link. Bounded: the oldest is forgotten first.
 */
final class FrameMemory {
  static final int MAX_FRAMES = 256;
  static final long KEEP_NANOS = 5_000_000_000L;

  private final Map<Long, Forwarded> frames =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Forwarded> eldest) {
          return size() > MAX_FRAMES;
        }
      };

  void remember(Forwarded forwarded) {
    frames.put(forwarded.frame.id(), forwarded);
  }

  /** Forgets frames that are too old; they are most of what an idle node would hold. */
  void sweep(long nowNanos) {
    frames.values().removeIf(forwarded -> isOld(forwarded, nowNanos));
  }

  private static boolean isOld(Forwarded forwarded, long nowNanos) {
    return nowNanos - forwarded.sinceNanos > KEEP_NANOS;
  }

  /** Takes the frame that was last sent to {@code hop}; null if there is none any more. */
  @Nullable Forwarded take(long id, NodeId hop, long nowNanos) {
    Forwarded forwarded = frames.get(id);
    if (forwarded == null || !Objects.equals(hop, forwarded.lastHop)) {
      return null;
    }
    frames.remove(id);
    return isOld(forwarded, nowNanos) ? null : forwarded;
  }

  int size() {
    return frames.size();
  }

  /** A frame, its origin, and the links that were tried. */
  static final class Forwarded {
    final @Nullable NodeId from;
    final long sinceNanos;
    final List<NodeId> tried = new ArrayList<>(1);
    RoutedFrame frame;
    @Nullable NodeId lastHop;

    /** Whether a dead end may be due to nodes that cannot talk to each other. */
    boolean restricted;

    Forwarded(RoutedFrame frame, @Nullable NodeId from, long sinceNanos) {
      this.frame = frame;
      this.from = from;
      this.sinceNanos = sinceNanos;
    }
  }
}
