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
  /** To be forwarded to or from a peer without a direct path, or while this node does not relay. */
  RELAY_NO_ROUTE("dropped.relay.no_route"),
  /** Beyond what one source, or all together, may have forwarded. */
  RELAY_LIMIT("dropped.relay.limit"),
  /** Pieces of packets that were not complete yet. */
  INBOUND_PIECE("packets.inbound.pieces"),
  INBOUND_TO_ENGINE("packets.inbound.engine"),
  ANSWERED_ARP("answered.arp"),
  ANSWERED_NEIGHBOUR("answered.neighbour"),
  /** Questions of machines behind the device for their prefix. */
  ANSWERED_ROUTER("answered.router"),
  ANSWERED_ECHO("answered.echo"),
  ANSWERED_LOCAL("answered.local"),
  ANSWERED_DHCP("answered.dhcp"),
  HELD_OUTBOUND("held.outbound"),
  HELD_INBOUND("held.inbound"),
  /** Pings through gateways to beyond them, and their answers. */
  EXIT_PING_SENT("packets.exit.ping"),
  EXIT_PONG("packets.exit.pong"),
  /** A ping for a gateway without a session, or more than can wait. */
  EXIT_PING_LOST("dropped.exit.ping"),
  /** Members' packets that went to the gateway's own NAT. */
  EXIT_CARRIED("packets.exit.carried"),
  /** More packets to or from the gateway's own NAT than can wait. */
  EXIT_FULL("dropped.exit.full"),
  /** For a member without a session. */
  EXIT_NO_MEMBER("dropped.exit.no_member"),
  /** The engine's queue was too full for a question; it is asked again. */
  QUESTION_LOST("dropped.question"),

  /** Malformed frames of the operating system. */
  OUTBOUND_MALFORMED("dropped.outbound.malformed"),
  /** Neither IP nor ARP. */
  OUTBOUND_ETHERTYPE("dropped.outbound.ethertype"),
  /** ARP that does not ask for an address of the group. */
  OUTBOUND_ARP("dropped.outbound.arp"),
  /** Multicast, broadcast, link-local: the system's own background traffic. */
  OUTBOUND_MULTICAST("dropped.outbound.multicast"),
  /** DHCP that is not for this program's server, or more than that takes. */
  OUTBOUND_DHCP("dropped.outbound.dhcp"),
  /** From an address that is not this node's. */
  OUTBOUND_SOURCE("dropped.outbound.source"),
  /** To an address outside the group's networks. */
  OUTBOUND_FOREIGN("dropped.outbound.foreign"),
  /** This machine's own datagrams to peers, which must not travel inside a group's network. */
  OUTBOUND_OWN("dropped.outbound.own"),
  /** To the service address, at a port where nobody listens. */
  OUTBOUND_NO_SERVICE("dropped.outbound.no_service"),
  /** Held too long, or displaced by newer ones. */
  OUTBOUND_HELD("dropped.outbound.held"),
  OUTBOUND_REVOKED("dropped.outbound.revoked"),
  /** Longer than the path carries. */
  OUTBOUND_MTU("dropped.outbound.mtu"),
  /** Longer than the path carries; the sender was told. */
  OUTBOUND_TOO_BIG("answered.too_big"),
  /** Longer than the network interface carries: the path's MTU is measured again. */
  OUTBOUND_TOO_LONG("dropped.outbound.too_long"),
  /** The operating system sent more than could be sealed; the longest flow lost frames. */
  OUTBOUND_OVERLOAD("dropped.outbound.overload"),
  /** To be relayed by a peer without a direct path at this moment. */
  OUTBOUND_NO_RELAY("dropped.outbound.no_relay"),
  /** The socket refused it, or the engine's queue was full. */
  OUTBOUND_SEND("dropped.outbound.send"),
  LOCAL_ANSWER_TOO_LONG("dropped.local.too_long"),
  /** A request by TCP that the service has not answered in time. */
  LOCAL_UNANSWERED("dropped.local.unanswered"),

  /** A DATA record of an unknown session. */
  INBOUND_INDEX("dropped.inbound.index"),
  INBOUND_FORGED("dropped.inbound.forged"),
  INBOUND_REPLAYED("dropped.inbound.replayed"),
  INBOUND_REVOKED("dropped.inbound.revoked"),
  /** A DATA record of a kind unknown to this version. */
  INBOUND_TYPE("dropped.inbound.type"),
  INBOUND_MALFORMED("dropped.inbound.malformed"),
  /** A piece of a record that does not fit the others. */
  INBOUND_FRAGMENT("dropped.inbound.fragment"),
  /** An incomplete record whose place others needed. */
  INBOUND_INCOMPLETE("dropped.inbound.incomplete"),
  /** From an address that does not belong to the sender. */
  INBOUND_SOURCE("dropped.inbound.source"),
  /** To an address that is not this node's. */
  INBOUND_DESTINATION("dropped.inbound.destination"),
  /** Waited too long for the check of its source, or was displaced by newer ones. */
  INBOUND_HELD("dropped.inbound.held"),
  INBOUND_MULTICAST("dropped.inbound.multicast"),
  /** DHCP of another member, which has no business on this link. */
  INBOUND_DHCP("dropped.inbound.dhcp"),
  /** Neighbour discovery of another member: it would change this link's neighbours and routers. */
  INBOUND_NEIGHBOUR("dropped.inbound.neighbour"),
  /** Longer than any record of this network. */
  INBOUND_TOO_LONG("dropped.inbound.too_long"),
  /** More arrived over the overlay than could be handled. */
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
