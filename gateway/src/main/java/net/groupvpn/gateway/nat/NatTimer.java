package net.groupvpn.gateway.nat;

/** Every timer of the NAT, and what is to be done when it comes. Each is one flow's. */
enum NatTimer {
  /** The server has not answered: give up. */
  CONNECT(0),

  /** The member has not acknowledged: send again. */
  RETRANSMIT(1),

  /** The member's window is still closed: ask again. */
  PROBE(2),

  /** Nothing has come for long: forget the flow. */
  IDLE(3);

  /** How many there are. */
  static final int COUNT = 4;

  /** Its place in a flow's table of timers. */
  final int place;

  NatTimer(int place) {
    this.place = place;
  }
}
