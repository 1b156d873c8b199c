/**
 * Membership of a group: applying, the approval queue, the group file, the member list, leaving and
 * revoking.
 */
@NullMarked
package net.groupvpn.portal.membership;

import org.jspecify.annotations.NullMarked;
