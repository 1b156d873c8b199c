package net.groupvpn.client.crawl;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import net.groupvpn.overlay.id.NodeId;

/**
 * A run compared with earlier ones.
 *
 * @param run its number
 * @param runs how many are kept
 * @param wrongInARow for each node that is wrong in this run, the number of consecutive runs in
 *     which it was wrong
 */
public record CrawlHistory(long run, int runs, Map<NodeId, Integer> wrongInARow) {
  public CrawlHistory {
    wrongInARow = Collections.unmodifiableMap(new TreeMap<>(wrongInARow));
  }
}
