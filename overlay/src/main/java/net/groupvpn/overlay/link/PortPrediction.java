package net.groupvpn.overlay.link;

import java.util.List;
import net.groupvpn.overlay.path.Endpoint;

/** Predicts the next port of a symmetric NAT that numbers its ports in sequence. Pure. */
final class PortPrediction {
  /** Largest distance between ports that a NAT assigned to a few connections in a row. */
  static final int MAX_SPREAD = 512;

  /** Says that the port cannot be predicted. */
  static final int NONE = 0;

  private PortPrediction() {}

  /** The port after all those at which peers see that NAT, if these lie close together. */
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
