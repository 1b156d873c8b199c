package net.groupvpn.overlay.link;

import java.util.List;
import net.groupvpn.overlay.path.Endpoint;

/** Which port a symmetric NAT will take next, if it takes one after the other. Pure. */
final class PortPrediction {
  /** So far apart may the ports be that a NAT gave to a few connections in a row. */
  static final int MAX_SPREAD = 512;

  /** Says that the NAT takes any port. */
  static final int NONE = 0;

  private PortPrediction() {}

  /** The port after all at which peers see that NAT, if these lie close together. */
  static int next(Offer offer, Endpoint outside) {
    List<Integer> ports =
        offer.candidates().stream()
            .filter(candidate -> candidate.address().equals(outside.address()))
            .map(Endpoint::port)
            .distinct()
            .sorted()
            .toList();
    if (ports.size() < 2) {
      return NONE;
    }
    int last = ports.get(ports.size() - 1);
    return last - ports.get(0) <= MAX_SPREAD ? last + 1 : NONE;
  }
}
