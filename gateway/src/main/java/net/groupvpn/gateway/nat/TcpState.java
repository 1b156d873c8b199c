package net.groupvpn.gateway.nat;

/** How far a {@link NatFlow} is. */
enum TcpState {
  /** The member has sent SYN; the server is being asked. */
  CONNECTING,

  /** The server has accepted; SYN and ACK were sent to the member. */
  SYN_RECEIVED,

  /** Bytes flow, also while one half or both are closing. */
  OPEN,

  /** Both halves have ended, the server's first: late segments are still answered. */
  TIME_WAIT,

  /** Forgotten. */
  CLOSED
}
