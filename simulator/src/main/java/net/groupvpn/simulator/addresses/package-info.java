/**
 * The experiment {@code addresses}: many members claim addresses of one small range, under churn
 * and through a partition that heals.
 */
@NullMarked
package net.groupvpn.simulator.addresses;

import org.jspecify.annotations.NullMarked;
