@NullMarked
package net.groupvpn.lab.usernat;

import org.jspecify.annotations.NullMarked;
