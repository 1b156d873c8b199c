package net.groupvpn.gateway.nat.io;

/** What is attached to a channel in the selector. */
interface ChannelEvents {
  /** The channel can do something that was waited for. */
  void onReady(long nowNanos);
}
