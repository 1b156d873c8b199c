/**
 * Makes this machine's resolver ask the group's service address for the group's names, and for
 * nothing else, through the manager in charge of {@code /etc/resolv.conf}. All changes are reverted
 * when the client ends, even when it is killed. Addresses work without any of this, so no failure
 * here stops a client; {@code status} tells why names do not resolve.
 */
@NullMarked
package net.groupvpn.client.resolver;

import org.jspecify.annotations.NullMarked;
