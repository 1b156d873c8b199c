/**
 * The experiment {@code relay-selection}: compares rules for choosing a relay during churn, in
 * worlds that differ only in the rule.
 */
@NullMarked
package net.groupvpn.simulator.selection;

import org.jspecify.annotations.NullMarked;
