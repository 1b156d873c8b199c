/**
 * The parts of a running client, and their ingredients: port, membership, device, engine, data
 * plane and more. Each knows how it is started and ended. Users' questions are answered in {@code
 * request}.
 */
@NullMarked
package net.groupvpn.client.part;

import org.jspecify.annotations.NullMarked;
