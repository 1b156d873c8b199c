/**
 * Measures speed and size and writes its section of the recorded page: real members in network
 * namespaces, and hundreds of model nodes in virtual time. Nothing here is a test: a figure that
 * misses its target is shown, not failed.
 */
@NullMarked
package net.groupvpn.lab.figures;

import org.jspecify.annotations.NullMarked;
