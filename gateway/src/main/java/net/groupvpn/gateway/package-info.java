/**
 * The gateway role: which members carry the group's Internet traffic, and which of them a member
 * uses. Engine thread only, and no I/O: packets, firewalls and routes are the client's.
 *
 * <p>A gateway publishes a {@link net.groupvpn.gateway.GatewayOffer} in one of a few slots of the
 * hash table ({@link net.groupvpn.gateway.GatewayOffers}), as long as it works ({@link
 * net.groupvpn.gateway.GatewayAnnouncer}). A member that wants one reads all slots ({@link
 * net.groupvpn.gateway.offers.OfferBook}), believes only those to whose members the group's policy
 * gives the role, and pings through each to beyond it ({@link net.groupvpn.gateway.GatewayHealth}):
 * a gateway whose uplink is dead is dead. {@link net.groupvpn.gateway.GatewayChoice} takes one.
 *
 * <pre>
 *   gateway   OFF -- has the role, self-test passed --> ANNOUNCED -- self-test failed, stop --> OFF
 *   member    UNKNOWN -- offer read --> OFFERED -- a ping came back --> ALIVE
 *             ALIVE -- 4 pings and 1.5 s without an answer --> DEAD -- a ping came back --> ALIVE
 * </pre>
 *
 * <p>Who could abuse it: a member without the role announces itself (ignored: the policy decides,
 * by the certificate that signed the record); a gateway lies about load or label (load weighs only
 * between two of those that are near, a label is text for people); a gateway that answers pings
 * itself and drops the rest is found by no protocol, and the user leaves it by name; one that fills
 * the slots (a replica keeps a bounded share for each member).
 */
@NullMarked
package net.groupvpn.gateway;

import org.jspecify.annotations.NullMarked;
