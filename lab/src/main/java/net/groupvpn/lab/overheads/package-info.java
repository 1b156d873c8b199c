/**
 * Measures the cost of a network with little or no traffic: memory and bytes on the wire of real
 * processes in groups of several sizes, with none to all peers active, compared with an OpenVPN
 * server with as many clients.
 */
@NullMarked
package net.groupvpn.lab.overheads;

import org.jspecify.annotations.NullMarked;
