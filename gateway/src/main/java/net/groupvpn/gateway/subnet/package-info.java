/**
 * Networks behind members. A member announces those that the group's policy allows it ({@link
 * net.groupvpn.gateway.subnet.SubnetOffer}), others read the announcements ({@link
 * net.groupvpn.gateway.offers.OfferBook}) and choose through whom each network is reached ({@link
 * net.groupvpn.gateway.subnet.SubnetClient}). Several that announce one network stand in for each
 * other.
 */
@NullMarked
package net.groupvpn.gateway.subnet;

import org.jspecify.annotations.NullMarked;
