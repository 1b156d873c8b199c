/**
 * Names of members: this member's own (an exclusive lease, like its address), looking up those of
 * others, and a DNS responder for both directions. The responder takes and gives bytes; carrying
 * them to and from the service address is the data plane's matter.
 */
@NullMarked
package net.groupvpn.dhcpdns.name;

import org.jspecify.annotations.NullMarked;
