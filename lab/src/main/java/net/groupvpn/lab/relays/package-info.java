/**
 * Two members that reach each other only through five others, over legs of known delay: which one
 * they choose, how long a change takes when it dies, and whether they stay with it.
 */
@NullMarked
package net.groupvpn.lab.relays;

import org.jspecify.annotations.NullMarked;
