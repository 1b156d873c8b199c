package net.groupvpn.overlay.policy;

import net.groupvpn.overlay.path.AddressRange;

/**
 * A network behind a member, which it may announce to the others.
 *
 * @param member its account's name, as in certificates
 * @param prefix within {@link SubnetRule}
 */
public record SubnetRight(String member, AddressRange prefix) {}
