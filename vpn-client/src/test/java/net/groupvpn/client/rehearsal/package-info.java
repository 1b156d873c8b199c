/**
 * A short life of two clients in one process, without devices or privileges, so that the JVM can
 * record what a start needs (class-data sharing). Not part of a running client.
 */
@NullMarked
package net.groupvpn.client.rehearsal;

import org.jspecify.annotations.NullMarked;
