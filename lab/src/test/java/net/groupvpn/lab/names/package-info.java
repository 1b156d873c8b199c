/** What programs of a member's machine see of the group's names. */
@NullMarked
package net.groupvpn.lab.names;

import org.jspecify.annotations.NullMarked;
