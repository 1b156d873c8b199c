package net.groupvpn.portal.membership;

import net.groupvpn.portal.group.MemberRole;
import net.groupvpn.portal.group.MemberStatus;
import org.jspecify.annotations.Nullable;

/**
 * A group as one account sees it in the list.
 *
 * @param status the account's; null when it never applied
 * @param waiting open applications; shown to administrators
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
