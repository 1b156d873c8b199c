/**
 * Frames over TCP, for where UDP is blocked. TLS 1.3 around them makes middleboxes let them pass
 * and proves nothing: certificates are made up for each run and nobody checks them, since the
 * session inside authenticates both ends and its handshake frames carry a mac. Datagram semantics:
 * what does not fit into a queue is dropped and counted.
 */
@NullMarked
package net.groupvpn.overlay.io.stream;

import org.jspecify.annotations.NullMarked;
