package net.groupvpn.overlay.node;

import net.groupvpn.overlay.dht.Dht;
import net.groupvpn.overlay.dht.DhtNode;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.routing.Messenger;
import net.groupvpn.overlay.security.Security;

/** Makes the hash table on top of the messenger. */
public interface DhtFactory {
  /** The hash table that real nodes have. */
  DhtFactory STANDARD = (engine, messenger, security) -> new DhtNode(engine, security, messenger);

  /** Makes one for this node. */
  Dht create(Engine engine, Messenger messenger, Security security);
}
