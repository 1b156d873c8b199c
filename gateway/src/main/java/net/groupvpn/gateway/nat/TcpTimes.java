package net.groupvpn.gateway.nat;

import java.util.concurrent.TimeUnit;

/** After how long a {@link NatFlow} gives up. */
final class TcpTimes {
  /** RFC 5382 REQ-5: nothing for so long, and an open connection is forgotten. */
  static final long ESTABLISHED_IDLE_NANOS = TimeUnit.MINUTES.toNanos(124);

  /** RFC 5382 REQ-5: the same for one that both sides have ended. */
  static final long TRANSITORY_IDLE_NANOS = TimeUnit.MINUTES.toNanos(4);

  /** How long a server may take to accept. */
  static final long CONNECT_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** How long late segments are answered. */
  static final long TIME_WAIT_NANOS = TimeUnit.SECONDS.toNanos(60);

  private TcpTimes() {}
}
