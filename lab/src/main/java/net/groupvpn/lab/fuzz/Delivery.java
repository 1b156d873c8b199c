package net.groupvpn.lab.fuzz;

/** How a message travels. */
public enum Delivery {
  /** In one record, straight. */
  WHOLE,
  /** Cut into FRAGMENT messages, straight; the cuts are of the sender's choice. */
  PIECES,
  /** In one record, over a relay. */
  RELAYED,
  /** In pieces, over a relay. */
  RELAYED_PIECES,
  /** In one record, hop by hop. */
  HOP_BY_HOP,
  /** In no record at all: a frame, straight, over a relay or hop by hop. */
  FRAME
}
