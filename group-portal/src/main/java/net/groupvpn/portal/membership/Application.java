package net.groupvpn.portal.membership;

import java.time.Instant;

/** Somebody who waits for approval. */
public record Application(long id, String account, String reason, Instant appliedAt) {}
