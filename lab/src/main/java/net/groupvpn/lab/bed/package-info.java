/**
 * The test bed: hosts as network namespaces, cables as veth pairs, and the processes that run on
 * them. Everything that a bed made disappears with its JVM, however that ended. Needs root.
 */
@NullMarked
package net.groupvpn.lab.bed;

import org.jspecify.annotations.NullMarked;
