/**
 * Tells this machine's resolver to ask the group's service address for the group's names, and for
 * nothing else, by whichever manager is in charge of {@code /etc/resolv.conf}. Whatever is changed
 * is taken back when the client ends, also when it is killed. Addresses work without any of this,
 * so no failure here keeps a client from running; {@code status} says why names do not resolve.
 */
@NullMarked
package net.groupvpn.client.resolver;

import org.jspecify.annotations.NullMarked;
