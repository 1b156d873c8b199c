package net.groupvpn.gateway.nat;

import net.groupvpn.overlay.engine.Counter;

/** What the user-space NAT counts. */
public enum NatCounter implements Counter {
  DROPPED_CHECKSUM("dropped.nat.checksum"),
  DROPPED_CONNECT_LIMIT("dropped.nat.connect_limit"),
  DROPPED_ECHO_LIMIT("dropped.nat.echo.limit"),
  DROPPED_ECHO_RATE("dropped.nat.echo.rate"),
  DROPPED_ECHO_UNASKED("dropped.nat.echo.unasked"),
  DROPPED_ECHO_UNAVAILABLE("dropped.nat.echo.unavailable"),
  DROPPED_ERROR_RATE("dropped.nat.error_rate"),
  DROPPED_EXIT_NEVER("dropped.nat.exit.never"),
  DROPPED_EXIT_PRIVATE("dropped.nat.exit.private"),
  DROPPED_FAILED("dropped.nat.failed"),
  DROPPED_FLOW_LIMIT("dropped.nat.flow_limit"),
  DROPPED_FLOW_RATE("dropped.nat.flow_rate"),
  DROPPED_FRAGMENT("dropped.nat.fragment"),
  DROPPED_INBOX_FULL("dropped.nat.inbox_full"),
  DROPPED_MALFORMED("dropped.nat.malformed"),
  DROPPED_MEMBER_LIMIT("dropped.nat.member_limit"),
  DROPPED_MEMORY("dropped.nat.memory"),
  DROPPED_PROTOCOL("dropped.nat.protocol"),
  DROPPED_SOCKETS("dropped.nat.sockets"),
  DROPPED_SOURCE("dropped.nat.source"),
  DROPPED_TCP_STRAY("dropped.nat.tcp.stray"),
  DROPPED_TCP_UNACCEPTABLE("dropped.nat.tcp.unacceptable"),
  DROPPED_TTL("dropped.nat.ttl"),
  DROPPED_UDP_UNASKED("dropped.nat.udp.unasked"),
  DROPPED_UDP_UNSENT("dropped.nat.udp.unsent"),
  ECHO_REQUEST("nat.echo.request"),
  EVICTED_MEMORY("nat.evicted.memory"),
  EVICTED_SHARE("nat.evicted.share"),
  FRAGMENTS_MADE("nat.fragments_made"),
  REASSEMBLED("nat.reassembled"),
  TCP_CONNECTED("nat.tcp.connected"),
  TCP_FAST_RETRANSMIT("nat.tcp.fast_retransmit"),
  TCP_GIVEN_UP("nat.tcp.given_up"),
  TCP_IDLE("nat.tcp.idle"),
  TCP_REFUSED("nat.tcp.refused"),
  TCP_TIMEOUT("nat.tcp.timeout"),
  UDP_MAPPED("nat.udp.mapped");

  private final String label;

  NatCounter(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }
}
