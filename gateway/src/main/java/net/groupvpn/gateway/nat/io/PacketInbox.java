package net.groupvpn.gateway.nat.io;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * Members' packets that wait for the NAT's thread, a queue for each member, in turn: one that sends
 * too much fills its own queue alone. Any thread.
 */
final class PacketInbox {
  /** TestPackets of one member; about 5 ms of a fast one. */
  static final int MAX_PER_MEMBER = 1_024;

  /** TestPackets of all members. */
  static final int MAX_PACKETS = 16_384;

  private final Map<NodeId, Queue> queues = new HashMap<>();
  private final ArrayDeque<Queue> turns = new ArrayDeque<>();
  private int packets;

  private static final class Queue {
    private final NodeId member;
    private final ArrayDeque<byte[]> packets = new ArrayDeque<>();

    private Queue(NodeId member) {
      this.member = member;
    }
  }

  /** A packet and who sent it. */
  record Packet(NodeId member, byte[] bytes) {}

  /** Takes a packet; false if there is no room. */
  synchronized boolean offer(NodeId member, byte[] packet) {
    if (packets >= MAX_PACKETS) {
      return false;
    }
    Queue queue = queues.computeIfAbsent(member, Queue::new);
    if (queue.packets.size() >= MAX_PER_MEMBER) {
      return false;
    }
    if (queue.packets.isEmpty()) {
      turns.add(queue);
    }
    queue.packets.add(packet);
    packets++;
    return true;
  }

  /** The next packet, or null. */
  synchronized @Nullable Packet poll() {
    Queue queue = turns.poll();
    byte[] packet = queue == null ? null : queue.packets.poll();
    if (queue == null || packet == null) {
      return null;
    }
    packets--;
    if (queue.packets.isEmpty()) {
      queues.remove(queue.member);
    } else {
      turns.add(queue);
    }
    return new Packet(queue.member, packet);
  }

  synchronized boolean isEmpty() {
    return packets == 0;
  }
}
