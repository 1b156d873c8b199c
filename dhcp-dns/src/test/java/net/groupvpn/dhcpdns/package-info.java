/**
 * A small world of fake overlays: one shared table of leases, messages and answers that arrive
 * later, and virtual time; plus the stories of whole members.
 */
@NullMarked
package net.groupvpn.dhcpdns;

import org.jspecify.annotations.NullMarked;
