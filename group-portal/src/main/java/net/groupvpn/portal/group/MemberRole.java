package net.groupvpn.portal.group;

/** What a member may do on the portal. Names are stored. */
public enum MemberRole {
  ADMIN,
  MEMBER
}
