/**
 * A member with a valid certificate and patched code, against whole nodes in virtual time: {@code
 * MessageMaker} makes messages of every kind, {@code Tap} and {@code Mutator} change those that a
 * real node sends in the right state, {@code Delivery} sends them whole, in pieces, over a relay or
 * hop by hop. Nothing may throw. Signatures are always accepted here, so that the code behind them
 * is reached. A seed always gives the same run.
 */
@NullMarked
package net.groupvpn.lab.fuzz;

import org.jspecify.annotations.NullMarked;
