package net.groupvpn.client.dataplane;

import java.util.LinkedHashMap;
import java.util.Map;
import net.groupvpn.client.dataplane.PeerTable.Peer;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.record.RecordSealer;

/** Reassembles records whose pieces arrive one by one. Belongs to the receiving thread. */
final class Reassembly {
  /** Longest reassembled record, bytes: a packet of the device, sealed, relayed. */
  private static final int MAX_WHOLE_BYTES =
      DataFrame.RELAY_HEADER_BYTES + RecordSealer.OVERHEAD_BYTES + 1 + DataPlane.INNER_MTU_BYTES;

  /** Most peers with incomplete records, each up to 24 KB. */
  private static final int MAX_PIECE_SENDERS = 64;

  private final PacketCounters counters;

  /** The peers that sent pieces last. */
  private final Map<NodeId, FragmentAssembly> pieces =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeId, FragmentAssembly> eldest) {
          return size() > MAX_PIECE_SENDERS;
        }
      };

  Reassembly(PacketCounters counters) {
    this.counters = counters;
  }

  /**
   * Adds the FRAGMENT record at {@link Frame#RECORD}; returns the length of the complete record,
   * which is there now, or 0 if it is not complete yet.
   */
  int assemble(Peer sender, byte[] frame, int recordBytes, long bootNanos) {
    FragmentAssembly assembly =
        pieces.computeIfAbsent(
            sender.snapshot().peer(), peer -> new FragmentAssembly(MAX_WHOLE_BYTES, counters));
    int whole = assembly.add(frame, Frame.RECORD, recordBytes, frame, Frame.RECORD, bootNanos);
    if (whole == FragmentAssembly.INCOMPLETE) {
      counters.increment(PacketCount.INBOUND_PIECE);
    }
    return Math.max(0, whole);
  }
}
