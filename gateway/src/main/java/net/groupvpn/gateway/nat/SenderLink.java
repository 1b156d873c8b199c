package net.groupvpn.gateway.nat;

/** What a {@link TcpSender} needs of the rest of its connection. */
interface SenderLink {
  /** Sends a segment with bytes of the queue. */
  void emit(int sequence, int flags, int position, int length);

  void set(NatTimer timer, long atNanos);

  void clear(NatTimer timer);

  boolean isSet(NatTimer timer);

  void count(NatCounter counter);
}
