package net.groupvpn.overlay.link;

import java.net.Inet4Address;
import java.util.List;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/**
 * What a node tells another node that wants to reach it.
 *
 * @param candidates where it may be reached: its own addresses first, then the endpoints that peers
 *     see
 * @param mapping what the NAT before it does
 * @param publicNode its ID in the public overlay, or null if it is not there
 * @param isolated whether it has only links of last resort, so that no way over this overlay leads
 *     to it
 */
record Offer(
    List<Endpoint> candidates,
    MappingBehaviour mapping,
    @Nullable NodeId publicNode,
    boolean isolated) {
  /** Flags in the byte of the mapping. */
  private static final int PUBLIC_NODE = 0x80;

  private static final int ISOLATED = 0x40;
  private static final int MAPPING = 0x0f;

  Offer {
    candidates = List.copyOf(candidates);
  }

  /** As above, for a node outside the public overlay. */
  Offer(List<Endpoint> candidates, MappingBehaviour mapping) {
    this(candidates, mapping, null, false);
  }

  /** Contains only the ID in the public overlay, for a peer that reaches this node directly. */
  static Offer ofPublicNode(NodeId publicNode) {
    return new Offer(List.of(), MappingBehaviour.UNKNOWN, publicNode, false);
  }

  boolean isSymmetric() {
    return mapping == MappingBehaviour.ENDPOINT_DEPENDENT;
  }

  /**
   * The external IPv4 endpoint of its NAT, if peers see it; otherwise its own IPv4 address;
   * otherwise null.
   */
  @Nullable Endpoint outside() {
    Endpoint last = null;
    for (Endpoint candidate : candidates) {
      last = candidate.address() instanceof Inet4Address ? candidate : last;
    }
    return last;
  }

  void write(WireWriter out) {
    EndpointList.write(out, candidates);
    int isPublic = publicNode == null ? 0 : PUBLIC_NODE;
    out.u8(mapping.code() | isPublic | (isolated ? ISOLATED : 0));
    if (publicNode != null) {
      out.nodeId(publicNode);
    }
  }

  static Offer read(WireReader in) throws WireException {
    List<Endpoint> candidates = EndpointList.read(in);
    int bits = in.u8();
    @Nullable NodeId publicNode = (bits & PUBLIC_NODE) == 0 ? null : in.nodeId();
    return new Offer(
        candidates, MappingBehaviour.of(bits & MAPPING), publicNode, (bits & ISOLATED) != 0);
  }
}
