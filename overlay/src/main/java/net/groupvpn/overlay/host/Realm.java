package net.groupvpn.overlay.host;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.groupvpn.overlay.dht.DhtNode;
import net.groupvpn.overlay.dht.lease.LeaseTimes;
import net.groupvpn.overlay.dht.record.RecordRule;
import net.groupvpn.overlay.discovery.DiscoveryRule;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.link.LinkDensity;
import net.groupvpn.overlay.node.OverlayNode;
import net.groupvpn.overlay.record.FrameHeader;
import net.groupvpn.overlay.security.Security;
import net.groupvpn.overlay.session.IndexAllocator;

/**
 * One realm of a process.
 *
 * @param tag first bytes of its HANDSHAKE frames
 * @param engine the node's own engine
 * @param node the node in this realm
 */
public record Realm(byte[] tag, Engine engine, OverlayNode node) {
  private static final int CONTROL_MTU_BYTES = 1_228;

  /**
   * Bytes per second that a node which serves everybody carries for private sessions without
   * another path: 16 Mbit/s.
   */
  public static final int CARRIED_BY_SERVERS = 2 << 20;

  /** The same for a member's own public node, which may have a slow uplink: 3 Mbit/s. */
  public static final int CARRIED_BY_MEMBERS = 384 << 10;

  /** Carries signalling only. */
  public static final int CARRIED_BY_NOBODY = 0;

  /** The tag of the public overlay's HANDSHAKE frames. */
  public static byte[] publicTag() {
    return tag("groupvpn public", "");
  }

  /** The tag of a group's HANDSHAKE frames; {@code groupId} as in the group file. */
  public static byte[] privateTag(String groupId) {
    return tag("groupvpn private", groupId);
  }

  /** The public overlay: open to all keys; stores only discovery entries. */
  public static Realm ofPublicOverlay(Engine engine, IndexAllocator indexes, Security security) {
    Realm realm =
        create(publicTag(), engine, indexes, security, LeaseTimes.STANDARD, new DiscoveryRule());
    realm.node().limitStrangers();
    // No control message is longer; the longest record of a private session is carried in two.
    realm.node().attachment().setLinkMtu(CONTROL_MTU_BYTES);
    realm.node().relays().disable();
    realm.node().limitCarrying(CARRIED_BY_SERVERS);
    return realm;
  }

  /** A group's private overlay. All its members must use the same {@code times}. */
  public static Realm ofGroup(
      String groupId, Engine engine, IndexAllocator indexes, Security security, LeaseTimes times) {
    return create(privateTag(groupId), engine, indexes, security, times, RecordRule.ANY);
  }

  private static Realm create(
      byte[] tag,
      Engine engine,
      IndexAllocator indexes,
      Security security,
      LeaseTimes times,
      RecordRule rule) {
    OverlayNode node =
        new OverlayNode(
            engine,
            indexes,
            tag,
            security,
            LinkDensity.STANDARD,
            (own, messenger, port) -> new DhtNode(own, port, messenger, times, rule));
    return new Realm(tag, engine, node);
  }

  private static byte[] tag(String label, String name) {
    byte[] hash =
        NodeId.hash(
                label.getBytes(StandardCharsets.US_ASCII), name.getBytes(StandardCharsets.US_ASCII))
            .toBytes();
    return Arrays.copyOf(hash, FrameHeader.REALM_BYTES);
  }
}
