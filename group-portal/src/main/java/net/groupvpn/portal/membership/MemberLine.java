package net.groupvpn.portal.membership;

import java.util.List;
import net.groupvpn.portal.group.MemberRole;
import net.groupvpn.portal.group.MemberStatus;

/** A member with its machines, for the member list. */
public record MemberLine(
    long id, String account, MemberRole role, MemberStatus status, List<NodeLine> nodes) {}
