@NullMarked
package net.groupvpn.gateway.offers;

import org.jspecify.annotations.NullMarked;
