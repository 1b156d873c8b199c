@NullMarked
package net.groupvpn.client.resolver;

import org.jspecify.annotations.NullMarked;
