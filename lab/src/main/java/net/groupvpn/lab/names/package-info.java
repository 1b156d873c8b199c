/** Name servers and resolver managers of a bed's machines, each with files of its own. */
@NullMarked
package net.groupvpn.lab.names;

import org.jspecify.annotations.NullMarked;
