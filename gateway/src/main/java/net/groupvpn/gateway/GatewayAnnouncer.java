package net.groupvpn.gateway;

import java.util.concurrent.TimeUnit;
import net.groupvpn.gateway.offers.OfferSlots;
import net.groupvpn.overlay.node.Overlay;
import org.jspecify.annotations.Nullable;

/** Publishes this node's offer while there is one. The hash table refreshes it. Engine thread. */
public final class GatewayAnnouncer {
  /** How long an offer outlives a gateway that was killed; what is dead is found by pings. */
  static final long TTL_NANOS = TimeUnit.MINUTES.toNanos(10);

  /** The load is told again when it has changed by so much: each change is a write for eight. */
  static final int LOAD_STEP_PERCENT = 10;

  private final Overlay overlay;
  private final OfferSlots slots;
  private @Nullable GatewayOffer told;

  /** Publishes nothing yet. */
  public GatewayAnnouncer(Overlay overlay, String groupIdHex) {
    this.overlay = overlay;
    this.slots = GatewayOffers.slots(groupIdHex);
  }

  /** Offers this from now on; does nothing if it is what was told, or nearly so. */
  public void offer(GatewayOffer offer) {
    if (told == null || isWorthTelling(told, offer)) {
      told = offer;
      overlay.dht().put(slots.of(overlay.self()), offer.encode(), TTL_NANOS, replicas -> {});
    }
  }

  private static boolean isWorthTelling(GatewayOffer told, GatewayOffer now) {
    boolean sameButLoad = now.withLoad(told.loadPercent()).equals(told);
    return !sameButLoad || Math.abs(now.loadPercent() - told.loadPercent()) >= LOAD_STEP_PERCENT;
  }

  /** Takes the offer back. */
  public void withdraw() {
    if (told != null) {
      told = null;
      overlay.dht().remove(slots.of(overlay.self()));
    }
  }

  /** What is offered now, or null. */
  public @Nullable GatewayOffer told() {
    return told;
  }
}
