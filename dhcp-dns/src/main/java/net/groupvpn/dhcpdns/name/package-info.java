/**
 * Names of members: this member's own (an exclusive lease, like its address), look-ups of others'
 * names, and a DNS responder for both directions. The responder consumes and produces bytes; the
 * data plane carries them to and from the service address.
 */
@NullMarked
package net.groupvpn.dhcpdns.name;

import org.jspecify.annotations.NullMarked;
