/**
 * Every kind of NAT against every other: pairs of real members behind real NATs, and the paths over
 * which they reach each other.
 */
@NullMarked
package net.groupvpn.lab.natgrid;

import org.jspecify.annotations.NullMarked;
