package net.groupvpn.overlay.link;

import java.util.ArrayList;
import java.util.List;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;

/** Candidates on the wire: a count, then the endpoints. */
final class EndpointList {
  /** Most candidates in one message. */
  static final int MAX_CANDIDATES = 8;

  private EndpointList() {}

  static void write(WireWriter out, List<Endpoint> candidates) {
    out.u8(candidates.size());
    candidates.forEach(candidate -> candidate.write(out));
  }

  static List<Endpoint> read(WireReader in) throws WireException {
    int count = in.count(MAX_CANDIDATES);
    List<Endpoint> candidates = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      candidates.add(Endpoint.read(in));
    }
    return candidates;
  }
}
