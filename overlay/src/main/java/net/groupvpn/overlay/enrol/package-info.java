/**
 * What a client and a portal say to each other over HTTPS: the messages as JSON, their limits, and
 * what their proofs sign. Both sides use these classes; the logic of either side lives elsewhere.
 */
@NullMarked
package net.groupvpn.overlay.enrol;

import org.jspecify.annotations.NullMarked;
