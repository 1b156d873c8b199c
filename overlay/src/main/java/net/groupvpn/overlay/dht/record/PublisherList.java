package net.groupvpn.overlay.dht.record;

import java.util.Map;
import java.util.TreeMap;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;

/**
 * The answer to PUBLISHERS, which is signed: of whom a replica keeps records under a key.
 *
 * @param hasMore whether these are not all
 * @param versions the version of each publisher's record
 */
record PublisherList(boolean hasMore, Map<NodeId, Long> versions) {
  /** As many as fit into signed content. */
  static final int MAX_PUBLISHERS = 40;

  private static final String PURPOSE = "groupvpn publishers 1";

  PublisherList {
    versions = new TreeMap<>(versions);
  }

  /** Of these, as many as fit. */
  static PublisherList of(Map<NodeId, Long> all) {
    TreeMap<NodeId, Long> fitting = new TreeMap<>(all);
    while (fitting.size() > MAX_PUBLISHERS) {
      fitting.pollLastEntry();
    }
    return new PublisherList(fitting.size() < all.size(), fitting);
  }

  byte[] content(NodeId key, long requestId) {
    WireWriter writer =
        new WireWriter().text(PURPOSE).nodeId(key).i64(requestId).flag(hasMore).u8(versions.size());
    versions.forEach((publisher, version) -> writer.nodeId(publisher).i64(version));
    return writer.toBytes();
  }

  static PublisherList ofContent(byte[] content, NodeId key, long requestId) throws WireException {
    WireReader reader = new WireReader(content);
    if (!reader.text(PURPOSE.length()).equals(PURPOSE)) {
      throw new WireException("signed for another purpose");
    }
    if (!reader.nodeId().equals(key) || reader.i64() != requestId) {
      throw new WireException("answers another request");
    }
    boolean hasMore = reader.flag();
    int count = reader.count(MAX_PUBLISHERS);
    Map<NodeId, Long> versions = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      versions.put(reader.nodeId(), reader.i64());
    }
    reader.end();
    return new PublisherList(hasMore, versions);
  }
}
