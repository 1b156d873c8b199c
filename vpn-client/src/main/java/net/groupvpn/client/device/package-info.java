/**
 * The virtual Ethernet device and everything else that needs native code (JNA): reading and writing
 * frames, CLOCK_BOOTTIME, news of changed addresses. Frames are interpreted in {@code dataplane};
 * addresses and routes are set in {@code os}.
 */
@NullMarked
package net.groupvpn.client.device;

import org.jspecify.annotations.NullMarked;
