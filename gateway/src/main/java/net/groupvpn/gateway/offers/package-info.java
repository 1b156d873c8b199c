/**
 * What members offer to the group, as signed records in the hash table: under which keys, which of
 * them count, and which are remembered. What is offered is said elsewhere: gateways in {@link
 * net.groupvpn.gateway}, networks in {@link net.groupvpn.gateway.subnet}.
 */
@NullMarked
package net.groupvpn.gateway.offers;

import org.jspecify.annotations.NullMarked;
