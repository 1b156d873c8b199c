/**
 * Bounded reading and writing of binary messages: every parser of outside bytes reads through
 * {@link net.groupvpn.overlay.wire.WireReader}. The messages themselves live beside their handlers.
 */
@NullMarked
package net.groupvpn.overlay.wire;

import org.jspecify.annotations.NullMarked;
