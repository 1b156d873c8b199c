package net.groupvpn.lab.figures;

import java.nio.charset.StandardCharsets;
import net.groupvpn.overlay.id.NodeId;

/** The record and the lease that one node has put into the hash table. */
record LiveKey(NodeId owner) {
  NodeId recordKey() {
    return NodeId.hash("record".getBytes(StandardCharsets.US_ASCII), owner.toBytes());
  }

  NodeId leaseKey() {
    return NodeId.hash("lease".getBytes(StandardCharsets.US_ASCII), owner.toBytes());
  }
}
