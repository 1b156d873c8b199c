@NullMarked
package net.groupvpn.client.os;

import org.jspecify.annotations.NullMarked;
