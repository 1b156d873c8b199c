package net.groupvpn.portal.membership;

import net.groupvpn.portal.group.MemberRole;
import net.groupvpn.portal.group.MemberStatus;
import org.jspecify.annotations.Nullable;

/**
 * A group in the list, as one account sees it.
 *
 * @param status the account's status; null if it never applied
 * @param waiting number of open applications; shown to administrators
 */
public record GroupLine(
    long id,
    String name,
    String description,
    @Nullable MemberStatus status,
    @Nullable MemberRole role,
    int waiting) {
  public boolean isMine() {
    return status == MemberStatus.APPROVED;
  }
}
