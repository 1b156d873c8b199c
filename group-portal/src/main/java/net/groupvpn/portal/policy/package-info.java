/**
 * Each group's policy: which members may be gateways, which subnets they may announce, and what is
 * reserved for whom. Every change makes a new signed policy, which members get with their news.
 */
@NullMarked
package net.groupvpn.portal.policy;

import org.jspecify.annotations.NullMarked;
