/**
 * Relays: a session between two nodes that cannot reach each other directly runs over a common
 * neighbour.
 *
 * <p><b>Terms.</b> A leg is a session on a path with nobody in between; a relay is a node to which
 * both ends have a leg. Only legs are advertised as relays, and a frame that arrived through a
 * relay is never passed to another, so no two relays can wait for each other.
 *
 * <p><b>Messages</b>, all of them sealed control messages of a session:
 *
 * <pre>
 *   RELAY         destination 20, frame     source to relay: pass this on
 *   RELAYED       source 20, frame          relay to destination
 *   RELAY_REFUSED destination 20            relay to source: not willing, or no leg to it
 *   RELAY_OFFER   willing, load in percent  to each leg, unless it equals the default
 *   LINK_SET      wants reply, legs         between the two ends: node 20, round-trip time, age,
 *                                           MTU, load; at most 24
 *   RELAY_CHECK   token 8                   between the two ends, through the relay in question
 *   RELAY_CHECKED token 8                   the answer, through the same relay
 * </pre>
 *
 * Handshake and control frames travel in this way; DATA goes from data plane to data plane, in
 * records of the same form.
 *
 * <p><b>States</b> of one session, separately at each end ({@code RelayFinder}):
 *
 * <pre>
 *   direct   a leg. With traffic, the peer's legs are requested now and then, as a precaution
 *      |  the leg is lost, or leaves pings unanswered while there is traffic
 *   seeking  link sets are exchanged, common legs are checked, up to 8 at a time
 *      |  the first has answered, and the others have had 150 ms
 *   relayed  checked every second while there is traffic, and four in reserve every five
 *      |  two checks unanswered, refused, or its leg lost: the best that answers is next
 *   seeking, if none does; meanwhile hop by hop over the overlay
 * </pre>
 *
 * From each state a direct path leads back to direct: the search for one never stops ({@code
 * link}). Each end chooses its own sending path; a record that arrives through another relay
 * changes nothing.
 *
 * <p><b>Choice</b> ({@code RelaySelection}): by latency: the lowest sum of both legs, increased by
 * loss and by the relay's load; among equals the older legs win. A working relay is left only for
 * one that is better by a quarter and by 5 ms, for 10 s. With fewer than two common relays, an end
 * makes a link to one of the other end's (made overlap). Relays in use or in reserve are kept
 * linked.
 *
 * <p><b>When something fails.</b> A relay dies: noticed within 2 s under traffic. A relay loses its
 * other leg: it refuses, which is noticed at once. A malicious relay can drop or delay frames,
 * which checks reveal; it can neither read nor forge them. A malicious peer can name nodes that are
 * not relays: each costs one check, at most 8 at a time.
 */
@NullMarked
package net.groupvpn.overlay.relay;

import org.jspecify.annotations.NullMarked;
