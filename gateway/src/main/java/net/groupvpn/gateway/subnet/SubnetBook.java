package net.groupvpn.gateway.subnet;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.groupvpn.gateway.GatewayCounter;
import net.groupvpn.overlay.dht.Dht.StoredRecord;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.node.Overlay;
import net.groupvpn.overlay.path.AddressRange;

/**
 * What members announce, as read from a few keys of the hash table. Each network is judged at each
 * look: what the policy does not allow the member is not there. What is missing is kept for {@link
 * #MAX_MISSED} readings: replicas may be out of reach for a moment. Engine thread only.
 */
final class SubnetBook {
  /** How many keys there are, so that no eight replicas keep all announcements. */
  static final int SLOTS = 4;

  /** Most machines that are remembered: the first by node ID. */
  static final int MAX_MACHINES = 256;

  /** Readings in a row that an announcement may be missing from. */
  static final int MAX_MISSED = 3;

  private static final int ID_BYTE = NodeId.BYTES - 1;

  private record Entry(NodeId unit, SubnetOffer offer, int missed) {}

  private final Overlay overlay;
  private final Engine engine;
  private final String groupIdHex;
  private final SubnetRights rights;
  private final SortedMap<NodeId, Entry> entries = new TreeMap<>();
  private boolean isReading;

  SubnetBook(Overlay overlay, Engine engine, String groupIdHex, SubnetRights rights) {
    this.overlay = overlay;
    this.engine = engine;
    this.groupIdHex = groupIdHex;
    this.rights = rights;
  }

  /** Where {@code node} publishes. */
  NodeId slotOf(NodeId node) {
    return slot(Byte.toUnsignedInt(node.toBytes()[ID_BYTE]) % SLOTS);
  }

  private NodeId slot(int number) {
    String text = "groupvpn:subnets:" + groupIdHex + ":" + number;
    return NodeId.hash(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** The networks that each machine announces and may announce, by node ID. */
  SortedMap<NodeId, List<AddressRange>> allowed() {
    SortedMap<NodeId, List<AddressRange>> allowed = new TreeMap<>();
    entries.forEach(
        (node, entry) -> {
          List<AddressRange> prefixes =
              entry.offer().prefixes().stream()
                  .filter(prefix -> rights.mayAnnounce(entry.unit(), prefix))
                  .distinct()
                  .toList();
          if (!prefixes.isEmpty()) {
            allowed.put(node, prefixes);
          }
        });
    return allowed;
  }

  /** Reads all keys, unless that is under way; {@code done} comes when they have answered. */
  void read(Runnable done) {
    if (isReading || !overlay.isJoined()) {
      return;
    }
    isReading = true;
    SortedMap<NodeId, Entry> found = new TreeMap<>();
    List<NodeId> outstanding =
        new ArrayList<>(IntStream.range(0, SLOTS).mapToObj(this::slot).toList());
    for (NodeId slot : List.copyOf(outstanding)) {
      overlay
          .dht()
          .get(
              slot,
              records -> {
                records.forEach(record -> takeIn(slot, record, found));
                outstanding.remove(slot);
                if (outstanding.isEmpty()) {
                  isReading = false;
                  replaceBy(found);
                  done.run();
                }
              });
    }
  }

  private void takeIn(NodeId slot, StoredRecord record, SortedMap<NodeId, Entry> found) {
    NodeId publisher = record.publisher();
    if (!slotOf(publisher).equals(slot)) {
      engine.counters().increment(GatewayCounter.DROPPED_SUBNET_SLOT);
      return;
    }
    SubnetOffer.decode(record.value())
        .ifPresentOrElse(
            offer -> found.put(publisher, new Entry(record.unit(), offer, 0)),
            () -> engine.counters().increment(GatewayCounter.DROPPED_SUBNET_MALFORMED));
  }

  private void replaceBy(SortedMap<NodeId, Entry> found) {
    entries.replaceAll((node, entry) -> new Entry(entry.unit(), entry.offer(), entry.missed() + 1));
    entries.values().removeIf(entry -> entry.missed() > MAX_MISSED);
    found.forEach(
        (node, entry) -> {
          if (entry.offer().prefixes().stream().anyMatch(p -> isAllowed(entry, p))) {
            entries.put(node, entry);
          } else {
            entries.remove(node);
            engine.counters().increment(GatewayCounter.DROPPED_SUBNET_RIGHT);
          }
        });
    while (entries.size() > MAX_MACHINES) {
      entries.remove(entries.lastKey());
      engine.counters().increment(GatewayCounter.DROPPED_SUBNET_FULL);
    }
  }

  private boolean isAllowed(Entry entry, AddressRange prefix) {
    return rights.mayAnnounce(entry.unit(), prefix);
  }
}
