package net.groupvpn.lab.fuzz;

/** How a message travels. */
public enum Delivery {
  /** In one record, directly. */
  WHOLE,
  /** Cut into FRAGMENT messages, directly; the sender chooses the cuts. */
  PIECES,
  /** In one record, over a relay. */
  RELAYED,
  /** In pieces, over a relay. */
  RELAYED_PIECES,
  /** In one record, hop by hop. */
  HOP_BY_HOP,
  /** In no record at all: a frame, directly, over a relay or hop by hop. */
  FRAME
}
