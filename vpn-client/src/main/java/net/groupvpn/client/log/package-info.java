/** Where the process's log goes, and what a line looks like. */
@NullMarked
package net.groupvpn.client.log;

import org.jspecify.annotations.NullMarked;
