package net.groupvpn.dhcpdns.address;

import net.groupvpn.overlay.engine.Counter;

/** What the services in the overlay count: addresses, names, bindings, DNS. */
public enum ServiceCounter implements Counter {
  ADDRESS_TAKEN("address.taken"),
  BINDING_NAME_UNPROVED("binding.name.unproved"),
  BINDING_UNPROVED("binding.unproved"),
  DNS_PROBLEM("dns.problem"),
  DNS_TIMEOUT("dns.timeout"),
  DNS_UNKNOWN("dns.unknown"),
  DROPPED_BINDING_FOREIGN("dropped.binding.foreign"),
  DROPPED_BINDING_MALFORMED("dropped.binding.malformed"),
  DROPPED_BINDING_NAME("dropped.binding.name"),
  DROPPED_BINDING_RANGE("dropped.binding.range"),
  DROPPED_BINDING_RATE("dropped.binding.rate"),
  DROPPED_DNS_MALFORMED("dropped.dns.malformed"),
  DROPPED_DNS_PENDING("dropped.dns.pending"),
  DROPPED_DNS_RATE("dropped.dns.rate"),
  DROPPED_LEASE_LOOKUP("dropped.lease.lookup"),
  DROPPED_MEMBER_RECORD("dropped.member.record"),
  DROPPED_RESOLVE_RANGE("dropped.resolve.range"),
  DROPPED_RESOLVE_UNKNOWN("dropped.resolve.unknown"),
  DROPPED_ROUTE_FULL("dropped.route.full"),
  NAME_STORED("name.stored"),
  NAME_TAKEN("name.taken"),
  NAME_UNSTORED("name.unstored");

  private final String label;

  ServiceCounter(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }
}
