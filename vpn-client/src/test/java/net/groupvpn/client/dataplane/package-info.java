@NullMarked
package net.groupvpn.client.dataplane;

import org.jspecify.annotations.NullMarked;
