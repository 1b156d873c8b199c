package net.groupvpn.client.daemon;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import net.groupvpn.dhcpdns.GroupServices;
import net.groupvpn.overlay.dht.DhtNode;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.engine.EngineCore;
import net.groupvpn.overlay.node.OverlayNode;
import net.groupvpn.overlay.security.Security;
import net.groupvpn.overlay.session.IndexAllocator;
import net.groupvpn.overlay.time.Now;

/**
 * What lives on the engine's thread: the group's overlay node and the member's services on it.
 * After construction, use it on that thread only.
 *
 * @param core what the loop drives
 */
record EngineRoom(
    EngineCore core, Engine engine, OverlayNode node, GroupServices services, Echo echo) {
  private static final int REALM_TAG_BYTES = 8;

  /** Puts everything together; nothing happens before the node and the services are started. */
  static EngineRoom build(
      String groupId,
      Security security,
      GroupServices.Settings settings,
      GroupServices.Listener listener,
      Now now) {
    Engine engine = new Engine(new SecureRandom(), now);
    OverlayNode node =
        new OverlayNode(
            engine,
            new IndexAllocator(),
            realmTag(groupId),
            security,
            (own, messenger, port) -> new DhtNode(own, port, messenger));
    GroupServices services = new GroupServices(node, engine, settings, listener);
    return new EngineRoom(node, engine, node, services, new Echo(node, engine));
  }

  /** What begins the HANDSHAKE frames of a group: 64 bits of SHA-256 over a label and its ID. */
  static byte[] realmTag(String groupId) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update("groupvpn private".getBytes(StandardCharsets.US_ASCII));
      sha256.update(groupId.getBytes(StandardCharsets.US_ASCII));
      return Arrays.copyOf(sha256.digest(), REALM_TAG_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
