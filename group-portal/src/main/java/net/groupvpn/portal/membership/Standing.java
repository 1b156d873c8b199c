package net.groupvpn.portal.membership;

import net.groupvpn.portal.group.MemberRole;
import net.groupvpn.portal.group.MemberStatus;

/** An account's row in a group. */
public record Standing(long id, String account, MemberRole role, MemberStatus status) {
  public boolean isMember() {
    return status == MemberStatus.APPROVED;
  }

  /** Whether an application may be sent (again). */
  public boolean mayApply() {
    return status != MemberStatus.APPROVED && status != MemberStatus.PENDING;
  }
}
