/** See the package of the same name among the sources. */
@NullMarked
package net.groupvpn.client.counter;

import org.jspecify.annotations.NullMarked;
