package net.groupvpn.client.tunnel;

import java.util.List;
import java.util.Locale;

/** How packets come into a full tunnel, and the client's own past it. */
public enum RoutingMode {
  /** By rules that tell packets apart by their mark. */
  MARK,

  /** By half default routes, with a route of its own for each member's address. */
  ROUTES,

  /** By half default routes; the client sends its own packets as Ethernet frames. */
  FRAMES;

  /** All, in the order in which they are tried. */
  public static final List<RoutingMode> AUTO = List.of(values());

  /** As the user writes it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
