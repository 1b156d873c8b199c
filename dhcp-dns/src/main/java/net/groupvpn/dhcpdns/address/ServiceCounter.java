package net.groupvpn.dhcpdns.address;

import net.groupvpn.overlay.engine.Counter;

/** What the services in the overlay count: addresses, names, bindings, DHCP, DNS. */
public enum ServiceCounter implements Counter {
  ADDRESS_TAKEN("address.taken"),
  BINDING_NAME_UNPROVED("binding.name.unproved"),
  BINDING_UNPROVED("binding.unproved"),
  DNS_PROBLEM("dns.problem"),
  DHCP_ACKNOWLEDGED("dhcp.acknowledged"),
  DHCP_DECLINED("dhcp.declined"),
  DHCP_OFFERED("dhcp.offered"),
  DHCP_REFUSED("dhcp.refused"),
  DHCP_RELEASED("dhcp.released"),
  DNS_TIMEOUT("dns.timeout"),
  DNS_UNKNOWN("dns.unknown"),
  DROPPED_BINDING_FOREIGN("dropped.binding.foreign"),
  DROPPED_BINDING_MALFORMED("dropped.binding.malformed"),
  DROPPED_BINDING_NAME("dropped.binding.name"),
  DROPPED_BINDING_RANGE("dropped.binding.range"),
  DROPPED_BINDING_RATE("dropped.binding.rate"),
  /** From a machine that is not served, or in the name of another. */
  DROPPED_DHCP_FOREIGN("dropped.dhcp.foreign"),
  DROPPED_DHCP_MALFORMED("dropped.dhcp.malformed"),
  /** About an address that the client does not have, or not for long enough. */
  DROPPED_DHCP_NO_LEASE("dropped.dhcp.no_lease"),
  /** The client has chosen another server. */
  DROPPED_DHCP_OTHER_SERVER("dropped.dhcp.other_server"),
  DROPPED_DHCP_RATE("dropped.dhcp.rate"),
  /** Passed on by a relay agent, from another link. */
  DROPPED_DHCP_RELAYED("dropped.dhcp.relayed"),
  /** More questions for names than the engine is to be handed. */
  DROPPED_DNS_BUDGET("dropped.dns.budget"),
  /** The lease could not be stored, so the client was not told that it has it. */
  DROPPED_DHCP_UNSAVED("dropped.dhcp.unsaved"),
  DROPPED_DNS_MALFORMED("dropped.dns.malformed"),
  /** Too many questions wait for whoever answers for names outside the group. */
  DROPPED_DNS_OUTSIDE_PENDING("dropped.dns.outside_pending"),
  /** One machine asks too often for names outside the group. */
  DROPPED_DNS_OUTSIDE_RATE("dropped.dns.outside_rate"),
  /** Too many questions wait for the hash table. */
  DROPPED_DNS_PENDING("dropped.dns.pending"),
  /** One machine asks too often for names in the group. */
  DROPPED_DNS_RATE("dropped.dns.rate"),
  DROPPED_LEASE_LOOKUP("dropped.lease.lookup"),
  /** More machines behind this one than it may have leases for. */
  DROPPED_MACHINE_FULL("dropped.machine.full"),
  /** Machines behind this one ask for more than can be claimed. */
  DROPPED_MACHINE_RATE("dropped.machine.rate"),
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
