/** Tests of the package of the same name. */
@NullMarked
package net.groupvpn.overlay.virtual;

import org.jspecify.annotations.NullMarked;
