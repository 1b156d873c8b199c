/** Tests of frames over TCP. */
@NullMarked
package net.groupvpn.overlay.io.stream;

import org.jspecify.annotations.NullMarked;
