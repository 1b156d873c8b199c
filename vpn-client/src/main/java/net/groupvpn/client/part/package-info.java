/**
 * The parts of a running client, and what they are made of: port, membership, device, engine, data
 * plane and more. Each knows how it is started and ended. What its user asks is answered in {@code
 * request}.
 */
@NullMarked
package net.groupvpn.client.part;

import org.jspecify.annotations.NullMarked;
