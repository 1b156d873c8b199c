@NullMarked
package net.groupvpn.gateway.nat;

import org.jspecify.annotations.NullMarked;
