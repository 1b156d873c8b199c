/** Where the process's log goes, and the format of its lines. */
@NullMarked
package net.groupvpn.client.log;

import org.jspecify.annotations.NullMarked;
