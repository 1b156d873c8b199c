/**
 * Relays: a session of two nodes that don't reach each other directly runs over a common neighbour.
 *
 * <p><b>Terms.</b> A leg is a session on a path with nobody in between; a relay is a node to which
 * both ends have a leg. Legs alone are advertised as relays, and a frame that came by a relay is
 * never handed to another, so that no two relays can wait for each other.
 *
 * <p><b>Messages</b>, all of them sealed control messages of a session:
 *
 * <pre>
 *   RELAY         destination 20, frame     source to relay: hand this on
 *   RELAYED       source 20, frame          relay to destination
 *   RELAY_REFUSED destination 20            relay to source: not willing, or no leg to it
 *   RELAY_OFFER   willing, load in percent  to each leg; nobody is told what he would assume anyway
 *   LINK_SET      wants reply, legs         between the two ends: node 20, round-trip time, age,
 *                                           MTU, load; at most 24
 *   RELAY_CHECK   token 8                   between the two ends, by the relay in question
 *   RELAY_CHECKED token 8                   the answer, by the same relay
 * </pre>
 *
 * Frames of handshakes and of control travel so; DATA goes from data plane to data plane, in
 * records of the same shape.
 *
 * <p><b>States</b> of one session, at each end by itself ({@code RelayFinder}):
 *
 * <pre>
 *   direct   a leg. With traffic the peer's legs are asked for now and then, to be prepared
 *      |  the leg is lost, or leaves pings unanswered while there is traffic
 *   seeking  link sets are exchanged, common legs are checked, up to 8 at a time
 *      |  the first has answered, and the others had 150 ms
 *   relayed  checked every second while there is traffic, and four in reserve every five
 *      |  two checks unanswered, refused, or the relay's own leg lost: the best that answers is next
 *   seeking, if none does; meanwhile hop by hop over the overlay
 * </pre>
 *
 * From each state a direct path leads back to direct: it is looked for all the time ({@code link}).
 * Each end chooses its own sending path; a record by another relay changes nothing.
 *
 * <p><b>Choice</b> ({@code RelaySelection}): by latency, the lowest sum of both legs, where loss
 * and the relay's load make it longer and age decides among equals; a working relay is left only
 * for one that is better by a quarter and by 5 ms, for 10 s. Where fewer than two relays are
 * common, an end makes a link to one that the other has (made overlap). What is in use or in
 * reserve is kept linked.
 *
 * <p><b>When something fails.</b> Relay dies: noticed within 2 s under traffic. Relay loses its
 * other leg: it refuses, which is noticed at once. A lying relay can drop or delay frames, which
 * checks find out; it can read or forge none. A lying peer can name nodes that are no relays: they
 * cost a check each, at most 8 at a time.
 */
@NullMarked
package net.groupvpn.overlay.relay;

import org.jspecify.annotations.NullMarked;
