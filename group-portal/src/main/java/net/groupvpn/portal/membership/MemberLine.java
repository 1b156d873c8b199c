package net.groupvpn.portal.membership;

import java.util.List;
import net.groupvpn.portal.group.MemberRole;
import net.groupvpn.portal.group.MemberStatus;

/** A member with its machines, as the member list shows it. */
public record MemberLine(
    long id, String account, MemberRole role, MemberStatus status, List<NodeLine> nodes) {}
