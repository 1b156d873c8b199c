/**
 * The experiment {@code relay-selection}: rules for choosing a relay compared with one another
 * while nodes come and go. Worlds that differ in nothing but the rule.
 */
@NullMarked
package net.groupvpn.simulator.selection;

import org.jspecify.annotations.NullMarked;
