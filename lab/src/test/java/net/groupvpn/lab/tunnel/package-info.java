/** What leaves a machine in full tunnel. */
@NullMarked
package net.groupvpn.lab.tunnel;

import org.jspecify.annotations.NullMarked;
