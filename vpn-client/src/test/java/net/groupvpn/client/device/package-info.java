@NullMarked
package net.groupvpn.client.device;

import org.jspecify.annotations.NullMarked;
