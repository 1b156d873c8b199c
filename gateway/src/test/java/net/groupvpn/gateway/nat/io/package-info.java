@NullMarked
package net.groupvpn.gateway.nat.io;

import org.jspecify.annotations.NullMarked;
