/**
 * A small world of fake overlays: one shared table of leases, delayed messages and answers, and
 * virtual time; plus the stories of whole members.
 */
@NullMarked
package net.groupvpn.dhcpdns;

import org.jspecify.annotations.NullMarked;
