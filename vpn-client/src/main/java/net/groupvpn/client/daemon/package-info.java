/**
 * The running client: puts port, engine, services, device and data plane together, starts them in
 * order and stops them in reverse, and answers the control socket. Knows everybody, decides little.
 */
@NullMarked
package net.groupvpn.client.daemon;

import org.jspecify.annotations.NullMarked;
