package net.groupvpn.portal.membership;

import java.time.Instant;

/** An application that waits for approval. */
public record Application(long id, String account, String reason, Instant appliedAt) {}
