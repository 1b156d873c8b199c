package net.groupvpn.gateway;

import net.groupvpn.overlay.engine.Counter;

/** What the choice of gateways counts. */
public enum GatewayCounter implements Counter {
  DROPPED_LOAD_ASK("dropped.gateway.load.ask"),
  DROPPED_LOAD_MALFORMED("dropped.gateway.load.malformed"),
  DROPPED_LOOK_FULL("dropped.gateway.look.full"),
  DROPPED_OFFER_FULL("dropped.gateway.offer.full"),
  DROPPED_OFFER_MALFORMED("dropped.gateway.offer.malformed"),
  DROPPED_OFFER_ROLE("dropped.gateway.offer.role"),
  DROPPED_OFFER_SLOT("dropped.gateway.offer.slot"),
  DROPPED_PONG("dropped.gateway.pong"),
  DROPPED_READING_FULL("dropped.gateway.reading.full"),
  DROPPED_SUBNET_FULL("dropped.subnet.full"),
  DROPPED_SUBNET_MALFORMED("dropped.subnet.malformed"),
  DROPPED_SUBNET_READING_FULL("dropped.subnet.reading.full"),
  DROPPED_SUBNET_RIGHT("dropped.subnet.right"),
  DROPPED_SUBNET_SLOT("dropped.subnet.slot"),
  GATEWAY_CHANGED("gateway.changed"),
  GATEWAY_DIED("gateway.died");

  private final String label;

  GatewayCounter(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }
}
