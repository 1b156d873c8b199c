package net.groupvpn.portal.group;

import java.security.SecureRandom;
import net.groupvpn.overlay.identity.GroupAuthority;
import net.groupvpn.overlay.identity.IdentityException;

/** The certificate authority of each group, from the keys in the database. */
public final class Authorities {
  private final GroupStore groups;
  private final SecureRandom random;

  public Authorities(GroupStore groups, SecureRandom random) {
    this.groups = groups;
    this.random = random;
  }

  /** The authority of a group that exists. */
  public GroupAuthority of(long group) {
    var keys = groups.keys(group);
    try {
      return GroupAuthority.ofPem(keys.caCertificate(), keys.caKey(), random);
    } catch (IdentityException e) {
      throw new IllegalStateException("the stored keys of group " + group + " are damaged", e);
    }
  }
}
