@NullMarked
package net.groupvpn.client.journal;

import org.jspecify.annotations.NullMarked;
