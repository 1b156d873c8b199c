package net.groupvpn.lab.natgrid;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How two members reach each other, best first. */
enum ReachKind {
  DIRECT,
  STREAM,
  RELAY,
  OVERLAY,
  NONE;

  /** The kind of a path as {@code groupvpn peers} names it; null means none. */
  static ReachKind of(@Nullable String path) {
    if (path == null || path.isEmpty()) {
      return NONE;
    }
    if (path.contains("overlay")) {
      return OVERLAY;
    }
    for (ReachKind kind : values()) {
      if (path.startsWith(kind.label())) {
        return kind;
      }
    }
    return NONE;
  }

  /** The name in tables and in JSON. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The worse of the two. */
  ReachKind worst(ReachKind other) {
    return isWorseThan(other) ? this : other;
  }

  boolean isWorseThan(ReachKind other) {
    return compareTo(other) > 0;
  }
}
