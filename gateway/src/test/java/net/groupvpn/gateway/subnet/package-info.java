/** Tests of the package of the same name. */
@NullMarked
package net.groupvpn.gateway.subnet;

import org.jspecify.annotations.NullMarked;
