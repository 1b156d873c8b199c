/** Programs that tests of names run on members' machines. */
@NullMarked
package net.groupvpn.lab.names;

import org.jspecify.annotations.NullMarked;
