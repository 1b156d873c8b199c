/**
 * Frames over TCP, for networks that block UDP. TLS 1.3 around them makes middleboxes let them
 * pass, and proves nothing: certificates are made for each run and nobody checks them, because the
 * session inside authenticates both ends and its handshake frames carry a MAC. Datagram semantics:
 * what does not fit into a queue is dropped and counted.
 */
@NullMarked
package net.groupvpn.overlay.io.stream;

import org.jspecify.annotations.NullMarked;
