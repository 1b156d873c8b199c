package net.groupvpn.client.config;

import java.util.List;
import net.groupvpn.overlay.path.AddressRange;

/**
 * Networks behind members.
 *
 * @param own those behind this machine, which it announces if the group's policy allows it
 * @param acceptsAll whether all that others announce are reached through them
 * @param accepted only these, unless all are
 */
public record SubnetConfig(
    List<AddressRange> own, boolean acceptsAll, List<AddressRange> accepted) {
  /** Announces and accepts nothing. */
  public static final SubnetConfig NONE = new SubnetConfig(List.of(), false, List.of());

  public SubnetConfig {
    own = List.copyOf(own);
    accepted = List.copyOf(accepted);
  }

  /** Whether a network that others announce is to be reached through them. */
  public boolean accepts(AddressRange prefix) {
    return acceptsAll || accepted.contains(prefix);
  }

  /** Whether any network that others announce may be reached through them. */
  public boolean acceptsAny() {
    return acceptsAll || !accepted.isEmpty();
  }
}
