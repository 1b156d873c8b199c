package net.groupvpn.overlay.time;

/**
 * Every timer of the engine, and what happens when it fires. A timer is one name for one subject (a
 * session, a look-up, ...).
 */
public enum TimerName {
  /** The peer has not answered a piece of a handshake: send it again. */
  HANDSHAKE_RETRANSMIT,

  /** A handshake takes too long: it has failed. */
  HANDSHAKE_GIVE_UP,

  /** Ping a silent peer, or count a ping as unanswered. */
  SESSION_KEEPALIVE,

  /** Keys have become too old: stop using them. */
  SESSION_EXPIRE,

  /** A session needs new keys from a full handshake. */
  REHANDSHAKE,

  /** Check whether sending keys are old or worn. */
  RATCHET,

  /** Check which of a session's keyings the peer still uses. */
  KEYING_CHECK,

  /** A challenge was not answered: send the next, or give the path up. */
  PATH_PROBE,

  /** Try the next size on a path, or confirm the present one. */
  MTU_PROBE,

  /** Close links that nobody needs, and ask for better paths for the others. */
  LINK_SWEEP,

  /** Tell a peer the state of this end of the link, until it answers. */
  LINK_STATUS,

  /** Try the next of a peer's candidates. */
  LINK_PROBE,

  /** Send the next knocks at a NAT. */
  LINK_PUNCH,

  /** A session has no link yet: check whether it is permanent. */
  LINK_DISTANT,

  /** Tell a silent peer by another way that this node's addresses have changed. */
  LINK_MOVED,

  /** A session has no direct path: offer or try TCP. */
  STREAM_FALLBACK,

  /** No answer from an unknown port arrived: ask the next peer. */
  FILTER_CHECK,

  /** Look for a better relay. */
  RELAY_WATCH,

  /** A check through a relay was not answered in time. */
  RELAY_CHECK,

  /** Choose among the relays that have answered so far. */
  RELAY_SETTLE,

  /** Tell neighbours how busy this node is as a relay. */
  RELAY_OFFER,

  /** Deliver what this node has sent to itself. */
  SELF_DELIVERY,

  /** A search for a way has taken too long. */
  ROUTE_REQUEST,

  /** A trace has taken too long. */
  TRACE,

  /** A delegate is silent, or is due to be asked for its progress. */
  BROADCAST_TRY,

  /** A part of a broadcast has taken too long. */
  BROADCAST_DEADLINE,

  /** Ask the next node of a crawl. */
  CRAWL,

  /** A request for a link was not answered: send it again, or give up. */
  CONNECT_RETRY,

  /** The next path to a peer that may help to join is due. */
  DIAL,

  /** This node has not joined yet: try again. */
  JOIN_RETRY,

  /** Nobody was found: check whether this node is the first of its network. */
  ALONE_CHECK,

  /** Give up links that were needed only to join. */
  BOOTSTRAP_RELEASE,

  /** Look up the own ID from elsewhere, to find unknown parts of the network. */
  SELF_LOOKUP,

  /** Send the siblings to one of them, periodically. */
  SIBLING_EXCHANGE,

  /** Send the siblings, which have changed, to all of them. */
  SIBLING_CHANGE,

  /** Ask new links and siblings for theirs. */
  SIBLING_ASK,

  /** Check whether the routing table's buckets have the right links. */
  BUCKET_REFRESH,

  /** A request was not answered: send it again, or give up. */
  RPC_RETRY,

  /** Answer a request to this node itself. */
  RPC_LOCAL,

  /** A look-up has taken too long: end it with what is known. */
  LOOKUP_GIVE_UP,

  /** The first answer of a look-up is late: start with the nodes that this one knows. */
  LOOKUP_HURRY,

  /** One node of a look-up is late: ask the next in the meantime. */
  LOOKUP_LATE,

  /** A look-up has waited enough for nodes that one member alone names: go on without them. */
  LOOKUP_HEARSAY,

  /** A search for a record has taken too long. */
  GET_GIVE_UP,

  /** Publish an own record again. */
  RECORD_REFRESH,

  /** Drop expired records. */
  RECORD_SWEEP,

  /** Give records to nodes that have become their replicas. */
  RECORD_HANDOVER,

  /** Renew a lease that this node holds. */
  LEASE_RENEW,

  /** A lease was not renewed in time: stop using it. */
  LEASE_STOP,

  /** A lease was won a moment ago: renew it if its committee has changed since. */
  LEASE_RECHECK,

  /** A search for a lease's owner goes on without late replicas, or starts again. */
  LEASE_FIND,

  /** Compare leases with nodes that are new to their committees. */
  LEASE_EXCHANGE,

  /** The state of a key is known well enough: stop waiting for the last replicas. */
  LEASE_SYNC,

  /** Drop expired leases. */
  LEASE_SWEEP,

  /** A claim waits until this node has joined. */
  CLAIM_JOIN_POLL,

  /** A claim was refused: try again. */
  CLAIM_BACKOFF,

  /** A quorum has granted a claim: stop waiting for the last replicas. */
  CLAIM_GRACE,

  /** A rival to whom a claim was shown does not answer. */
  CLAIM_CONTEST,

  /** Publish this member's entry in the public overlay again. */
  DISCOVERY_PUBLISH,

  /** Look for members in the public overlay. */
  DISCOVERY_FIND,

  /** No address could be claimed: try again. */
  ADDRESS_RETRY,

  /** No name could be claimed: try again. */
  NAME_RETRY,

  /** This node's addresses have changed often of late: tell peers now what they are. */
  BINDING_CHANGE,

  /** A peer has not acknowledged this node's addresses: send them again. */
  BINDING_RESEND,

  /** Check whether a peer still owns an address. */
  BINDING_CHECK,

  /** Check whether a peer still owns a name. */
  BINDING_NAME,

  /** A machine behind this one has not renewed its lease, or not taken what it was offered. */
  MACHINE_LEASE,

  /** A name could not be resolved in time. */
  DNS_GIVE_UP,

  /** Fetch and pass on documents of one kind, while there is any to fetch. */
  DOCUMENT_EXCHANGE,

  /** Read the gateways' offers again, while a gateway is wanted. */
  GATEWAY_OFFERS,

  /** Choose a gateway: others have had time to answer, too. */
  GATEWAY_CHOICE,

  /** Ping through a gateway. */
  GATEWAY_PING,

  /** Show the gateways: pings have had time to come back. */
  GATEWAY_LOOK,

  /** Find again the gateways that the user has named. */
  GATEWAY_NAMES,

  /** Read again which networks are behind members. */
  SUBNETS,

  /** See whether there is traffic through the gateway in use. */
  GATEWAY_TRAFFIC,

  /** See which peers there is traffic with. */
  TRAFFIC_CHECK,

  /** Measure this node's load as a relay. */
  RELAY_LOAD
}
