package net.groupvpn.gateway.subnet;

import java.util.List;
import net.groupvpn.gateway.GatewayCounter;
import net.groupvpn.gateway.offers.MachineOffer;
import net.groupvpn.gateway.offers.OfferBook;
import net.groupvpn.gateway.offers.OfferSlots;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.node.Overlay;
import net.groupvpn.overlay.path.AddressRange;

/** Where announcements of networks are, and what of them counts. */
final class SubnetOffers {
  private static final int SLOTS = 4;

  private static final OfferBook.Counts COUNTS =
      new OfferBook.Counts(
          GatewayCounter.DROPPED_SUBNET_RIGHT,
          GatewayCounter.DROPPED_SUBNET_SLOT,
          GatewayCounter.DROPPED_SUBNET_MALFORMED,
          GatewayCounter.DROPPED_SUBNET_FULL,
          GatewayCounter.DROPPED_SUBNET_READING_FULL);

  private SubnetOffers() {}

  static OfferSlots slots(String groupIdHex) {
    return new OfferSlots("subnets", groupIdHex, SLOTS);
  }

  /** An announcement counts if its member may announce any network of it. */
  static OfferBook<SubnetOffer> book(
      Overlay overlay, Engine engine, String groupIdHex, SubnetRights rights) {
    return new OfferBook<>(
        overlay,
        engine,
        new OfferBook.Kind<>(
            slots(groupIdHex),
            SubnetOffer::decode,
            offer -> offer.prefixes().isEmpty(),
            offer -> !allowed(offer, rights).isEmpty(),
            COUNTS));
  }

  /** The networks of an announcement that its member may announce. */
  static List<AddressRange> allowed(MachineOffer<SubnetOffer> offer, SubnetRights rights) {
    return offer.content().prefixes().stream()
        .filter(prefix -> rights.mayAnnounce(offer.unit(), prefix))
        .distinct()
        .toList();
  }
}
