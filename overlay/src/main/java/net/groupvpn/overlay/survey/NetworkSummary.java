package net.groupvpn.overlay.survey;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;

/**
 * A summary of many nodes. It is never more than a few entries longer than that of one node.
 *
 * @param joined nodes that have joined
 * @param links number of links, counted at both ends
 * @param versions how many nodes run which version: the most frequent ones, sorted by name
 * @param otherVersions number of nodes whose versions are not listed
 * @param slowest the slowest links, slowest first
 */
public record NetworkSummary(
    int joined,
    int links,
    Map<String, Integer> versions,
    int otherVersions,
    List<SlowLink> slowest) {
  /** Most versions listed. */
  public static final int MAX_VERSIONS = 16;

  /** Most links listed. */
  public static final int MAX_SLOWEST = 10;

  /** Longest name of a version, bytes. */
  public static final int MAX_VERSION_BYTES = 32;

  static final NetworkSummary NONE = new NetworkSummary(0, 0, Map.of(), 0, List.of());

  /** The entries are cut to their limits. */
  public NetworkSummary {
    Map<String, Integer> named = new TreeMap<>();
    versions.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(MAX_VERSIONS)
        .forEach(entry -> named.put(entry.getKey(), entry.getValue()));
    otherVersions = clamp((long) otherVersions + sum(versions) - sum(named));
    versions = Collections.unmodifiableMap(named);
    slowest = slowestOf(slowest);
  }

  private static long sum(Map<String, Integer> counts) {
    return counts.values().stream().mapToLong(Integer::longValue).sum();
  }

  private static int clamp(long count) {
    return (int) Math.min(Integer.MAX_VALUE, count);
  }

  private static List<SlowLink> slowestOf(List<SlowLink> links) {
    List<SlowLink> kept = new ArrayList<>();
    for (SlowLink link : links.stream().sorted(SlowLink.SLOWEST_FIRST).toList()) {
      if (kept.size() < MAX_SLOWEST && kept.stream().noneMatch(link::joinsTheSameAs)) {
        kept.add(link);
      }
    }
    return List.copyOf(kept);
  }

  NetworkSummary plus(NetworkSummary other) {
    Map<String, Integer> both = new TreeMap<>(versions);
    other.versions.forEach(
        (version, count) -> both.merge(version, count, (a, b) -> clamp((long) a + b)));
    List<SlowLink> all = new ArrayList<>(slowest);
    all.addAll(other.slowest);
    return new NetworkSummary(
        clamp((long) joined + other.joined),
        clamp((long) links + other.links),
        both,
        clamp((long) otherVersions + other.otherVersions),
        all);
  }

  byte[] toBytes() {
    WireWriter out = new WireWriter().i32(joined).i32(links).u8(versions.size());
    versions.forEach((version, count) -> out.text(version).i32(count));
    out.i32(otherVersions).u8(slowest.size());
    slowest.forEach(link -> link.write(out));
    return out.toBytes();
  }

  static NetworkSummary parse(byte[] bytes) throws WireException {
    WireReader in = new WireReader(bytes);
    int joined = count(in);
    int links = count(in);
    Map<String, Integer> versions = new TreeMap<>();
    int named = in.count(MAX_VERSIONS);
    for (int i = 0; i < named; i++) {
      versions.put(in.text(MAX_VERSION_BYTES), count(in));
    }
    int otherVersions = count(in);
    List<SlowLink> slowest = new ArrayList<>();
    int slow = in.count(MAX_SLOWEST);
    for (int i = 0; i < slow; i++) {
      slowest.add(SlowLink.read(in));
    }
    in.end();
    return new NetworkSummary(joined, links, versions, otherVersions, slowest);
  }

  private static int count(WireReader in) throws WireException {
    int count = in.i32();
    if (count < 0) {
      throw new WireException("a negative count");
    }
    return count;
  }
}
