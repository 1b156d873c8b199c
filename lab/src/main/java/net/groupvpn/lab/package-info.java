/** End-to-end tests on real devices, benchmarks and the demo. Uses all modules; nothing uses it. */
@NullMarked
package net.groupvpn.lab;

import org.jspecify.annotations.NullMarked;
