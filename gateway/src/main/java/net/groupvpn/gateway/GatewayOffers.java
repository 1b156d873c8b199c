package net.groupvpn.gateway;

import java.util.function.Predicate;
import net.groupvpn.gateway.offers.OfferBook;
import net.groupvpn.gateway.offers.OfferSlots;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.node.Overlay;

/** Where gateways' offers are, and which of them are believed. */
final class GatewayOffers {
  /** Each holds a dozen of a hundred gateways. */
  private static final int SLOTS = 8;

  private static final OfferBook.Counts COUNTS =
      new OfferBook.Counts(
          GatewayCounter.DROPPED_OFFER_ROLE,
          GatewayCounter.DROPPED_OFFER_SLOT,
          GatewayCounter.DROPPED_OFFER_MALFORMED,
          GatewayCounter.DROPPED_OFFER_FULL,
          GatewayCounter.DROPPED_READING_FULL);

  private GatewayOffers() {}

  static OfferSlots slots(String groupIdHex) {
    return new OfferSlots("gateways", groupIdHex, SLOTS);
  }

  /** {@code mayBeGateway} judges a member by the hash of its name. */
  static OfferBook<GatewayOffer> book(
      Overlay overlay, Engine engine, String groupIdHex, Predicate<NodeId> mayBeGateway) {
    return new OfferBook<>(
        overlay,
        engine,
        new OfferBook.Kind<>(
            slots(groupIdHex),
            GatewayOffer::decode,
            offer -> false,
            offer -> mayBeGateway.test(offer.unit()),
            COUNTS));
  }
}
