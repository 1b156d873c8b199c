package net.groupvpn.overlay.survey;

import java.util.List;

/**
 * The result of a crawl.
 *
 * @param nodes one line for each node, ordered by node ID
 * @param unreached parts of the ID space that stayed silent although nodes should be there
 * @param questions how many regions and nodes were asked
 * @param tookNanos how long it took
 */
public record CrawlReport(List<NodeCheck> nodes, int unreached, int questions, long tookNanos) {
  public CrawlReport {
    nodes = List.copyOf(nodes);
  }

  /** Number of nodes in that state. */
  public int count(NodeCheck.State state) {
    return (int) nodes.stream().filter(node -> node.state() == state).count();
  }
}
