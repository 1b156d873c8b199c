package net.groupvpn.portal.audit;

import java.time.Instant;

/** One line of the audit log; the group's name is empty if the action belongs to no group. */
public record AuditEntry(
    long id,
    Instant at,
    String actor,
    String address,
    AuditAction action,
    String groupName,
    String subject) {}
