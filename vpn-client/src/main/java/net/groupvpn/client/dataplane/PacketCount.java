package net.groupvpn.client.dataplane;

import net.groupvpn.overlay.engine.Counter;

/** What the data plane counts, with the name that status shows. */
public enum PacketCount implements Counter {
  OUTBOUND_FORWARDED("packets.outbound.forwarded"),
  INBOUND_DELIVERED("packets.inbound.delivered"),
  /** Forwarded from one peer to another. */
  RELAYED("packets.relayed"),
  /** Bytes of the frames that were forwarded. */
  RELAYED_BYTES("bytes.relayed"),
  /** To be forwarded to or from somebody who isn't reached directly, or while this node won't. */
  RELAY_NO_ROUTE("dropped.relay.no_route"),
  /** More was to be forwarded than one source, or all together, may use. */
  RELAY_LIMIT("dropped.relay.limit"),
  /** Pieces of packets that were not whole yet. */
  INBOUND_PIECE("packets.inbound.pieces"),
  INBOUND_TO_ENGINE("packets.inbound.engine"),
  ANSWERED_ARP("answered.arp"),
  ANSWERED_NEIGHBOUR("answered.neighbour"),
  ANSWERED_ECHO("answered.echo"),
  ANSWERED_LOCAL("answered.local"),
  HELD_OUTBOUND("held.outbound"),
  HELD_INBOUND("held.inbound"),
  /** The engine's queue was too full for a question; it is asked again. */
  QUESTION_LOST("dropped.question"),

  /** Frames of the operating system that make no sense. */
  OUTBOUND_MALFORMED("dropped.outbound.malformed"),
  /** Neither IP nor ARP. */
  OUTBOUND_ETHERTYPE("dropped.outbound.ethertype"),
  /** ARP that is no question for an address of the group. */
  OUTBOUND_ARP("dropped.outbound.arp"),
  /** Multicast, broadcast, link-local: the system's own small talk. */
  OUTBOUND_MULTICAST("dropped.outbound.multicast"),
  /** From an address that is not this node's. */
  OUTBOUND_SOURCE("dropped.outbound.source"),
  /** To an address outside the group's networks. */
  OUTBOUND_FOREIGN("dropped.outbound.foreign"),
  /** This machine's own datagrams to peers, which must not travel inside a group's network. */
  OUTBOUND_OWN("dropped.outbound.own"),
  /** To the service address, where nobody listens. */
  OUTBOUND_NO_SERVICE("dropped.outbound.no_service"),
  /** Held too long, or pushed out by newer ones. */
  OUTBOUND_HELD("dropped.outbound.held"),
  OUTBOUND_REVOKED("dropped.outbound.revoked"),
  /** Longer than the path carries. */
  OUTBOUND_MTU("dropped.outbound.mtu"),
  /** Longer than the path carries; the sender was told so. */
  OUTBOUND_TOO_BIG("answered.too_big"),
  /** Longer than the network interface takes: the path's MTU is looked for again. */
  OUTBOUND_TOO_LONG("dropped.outbound.too_long"),
  /** More came from the operating system than could be sealed; the longest flow gave way. */
  OUTBOUND_OVERLOAD("dropped.outbound.overload"),
  /** To be relayed by a peer to which there is no direct path at this moment. */
  OUTBOUND_NO_RELAY("dropped.outbound.no_relay"),
  /** The socket refused it, or the engine's queue was full. */
  OUTBOUND_SEND("dropped.outbound.send"),
  LOCAL_ANSWER_TOO_LONG("dropped.local.too_long"),

  /** A DATA record of no session that is known. */
  INBOUND_INDEX("dropped.inbound.index"),
  INBOUND_FORGED("dropped.inbound.forged"),
  INBOUND_REPLAYED("dropped.inbound.replayed"),
  INBOUND_REVOKED("dropped.inbound.revoked"),
  /** A DATA record of a type that this version does not know. */
  INBOUND_TYPE("dropped.inbound.type"),
  INBOUND_MALFORMED("dropped.inbound.malformed"),
  /** A piece of a record that does not go with the others. */
  INBOUND_FRAGMENT("dropped.inbound.fragment"),
  /** A record of which pieces were missing when others needed its place. */
  INBOUND_INCOMPLETE("dropped.inbound.incomplete"),
  /** From an address that is not the sender's. */
  INBOUND_SOURCE("dropped.inbound.source"),
  /** To an address that is not this node's. */
  INBOUND_DESTINATION("dropped.inbound.destination"),
  /** Waited too long for its source to be checked, or was pushed out by newer ones. */
  INBOUND_HELD("dropped.inbound.held"),
  INBOUND_MULTICAST("dropped.inbound.multicast"),
  /** Longer than any record of this network. */
  INBOUND_TOO_LONG("dropped.inbound.too_long"),
  /** More came over the overlay than could be taken. */
  INBOUND_OVERLAY("dropped.inbound.overlay"),
  /** The device refused it. */
  INBOUND_WRITE("dropped.inbound.write"),
  /** The engine's queue was full. */
  INBOUND_ENGINE("dropped.inbound.engine");

  private final String label;

  PacketCount(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }
}
