/** Tests of the package of the same name. */
@NullMarked
package net.groupvpn.client.counter;

import org.jspecify.annotations.NullMarked;
