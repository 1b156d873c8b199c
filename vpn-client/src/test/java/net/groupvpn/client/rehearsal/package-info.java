/**
 * A short life of two clients in one process, without devices or privileges, so that the Java
 * machine can note what a start needs (class-data sharing). No part of a running client.
 */
@NullMarked
package net.groupvpn.client.rehearsal;

import org.jspecify.annotations.NullMarked;
