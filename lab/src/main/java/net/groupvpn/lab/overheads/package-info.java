/**
 * Measures what a network costs while little or nothing is said on it: memory and bytes on the wire
 * of real processes in groups of several sizes, with none to all peers active, beside an OpenVPN
 * server with as many clients.
 */
@NullMarked
package net.groupvpn.lab.overheads;

import org.jspecify.annotations.NullMarked;
