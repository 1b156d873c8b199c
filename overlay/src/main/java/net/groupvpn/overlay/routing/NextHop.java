package net.groupvpn.overlay.routing;

import java.util.Collection;
import java.util.function.Predicate;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/** The greedy choice of a frame's next hop by XOR distance. */
final class NextHop {
  private NextHop() {}

  /**
   * The link closest to {@code target}.
   *
   * @param closerThan only links strictly closer than this one count; null admits all
   * @param allowed the links that may be used
   * @return null at a dead end
   */
  static @Nullable NodeId choose(
      NodeId target,
      @Nullable NodeId closerThan,
      Collection<NodeId> links,
      Predicate<NodeId> allowed) {
    NodeId limit = closerThan;
    NodeId best = null;
    for (NodeId link : links) {
      if ((limit == null || target.isCloser(link, limit)) && allowed.test(link)) {
        best = link;
        limit = link;
      }
    }
    return best;
  }
}
