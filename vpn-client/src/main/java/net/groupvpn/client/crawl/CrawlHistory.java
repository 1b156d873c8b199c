package net.groupvpn.client.crawl;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import net.groupvpn.overlay.id.NodeId;

/**
 * How a run stands among those before it.
 *
 * @param run its number
 * @param runs how many are kept
 * @param wrongInARow in how many runs in a row each node was wrong that is wrong in this one
 */
public record CrawlHistory(long run, int runs, Map<NodeId, Integer> wrongInARow) {
  public CrawlHistory {
    wrongInARow = Collections.unmodifiableMap(new TreeMap<>(wrongInARow));
  }
}
