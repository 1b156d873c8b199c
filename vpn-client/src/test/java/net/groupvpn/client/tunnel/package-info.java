@NullMarked
package net.groupvpn.client.tunnel;

import org.jspecify.annotations.NullMarked;
