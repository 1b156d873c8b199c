/**
 * The test bed: hosts as network namespaces, cables as veth pairs, and the processes that run on
 * them. Everything a bed made is gone when its JVM is gone, however it ended. Needs root.
 */
@NullMarked
package net.groupvpn.lab.bed;

import org.jspecify.annotations.NullMarked;
