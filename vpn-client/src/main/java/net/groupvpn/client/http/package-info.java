/** The client's own HTTP: over sockets that are prepared first, and with bounded answers. */
@NullMarked
package net.groupvpn.client.http;

import org.jspecify.annotations.NullMarked;
