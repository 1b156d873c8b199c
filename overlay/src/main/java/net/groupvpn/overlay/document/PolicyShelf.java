package net.groupvpn.overlay.document;

import net.groupvpn.overlay.identity.IdentityException;
import net.groupvpn.overlay.policy.GroupPolicy;
import net.groupvpn.overlay.policy.NewestPolicy;

/** The newest policy of the group. */
public record PolicyShelf(NewestPolicy policy) implements Shelf {
  @Override
  public Held newest() {
    GroupPolicy newest = policy.current();
    return new Held(newest.number(), newest.encoded(), newest.digest());
  }

  @Override
  public Verdict offer(byte[] encoded) {
    try {
      return switch (policy.offer(encoded)) {
        case NEWER -> Verdict.NEWER;
        case SAME, OLDER -> Verdict.NOT_NEWER;
        case CONFLICT -> Verdict.CONFLICT;
      };
    } catch (IdentityException e) {
      return Verdict.FORGED;
    }
  }
}
