package net.groupvpn.overlay.link;

import java.net.Inet4Address;
import java.util.List;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/**
 * What a node tells another one that wants to reach it.
 *
 * @param candidates where it may be reached: its own addresses first, then where peers see it
 * @param mapping what the NAT before it does
 */
record Offer(List<Endpoint> candidates, MappingBehaviour mapping) {
  Offer {
    candidates = List.copyOf(candidates);
  }

  boolean isSymmetric() {
    return mapping == MappingBehaviour.ENDPOINT_DEPENDENT;
  }

  /** Where the IPv4 side of its NAT is, if peers see it; else its own IPv4 address; else null. */
  @Nullable Endpoint outside() {
    Endpoint last = null;
    for (Endpoint candidate : candidates) {
      last = candidate.address() instanceof Inet4Address ? candidate : last;
    }
    return last;
  }

  void write(WireWriter out) {
    EndpointList.write(out, candidates);
    out.u8(mapping.wireValue());
  }

  static Offer read(WireReader in) throws WireException {
    List<Endpoint> candidates = EndpointList.read(in);
    return new Offer(candidates, MappingBehaviour.ofWireValue(in.u8()));
  }
}
