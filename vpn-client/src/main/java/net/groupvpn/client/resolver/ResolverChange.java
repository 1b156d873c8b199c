package net.groupvpn.client.resolver;

import net.groupvpn.client.os.Change;

/** The change that a name manager knows the group's name server, as in {@code plan}. */
public record ResolverChange(ResolverKind manager, ResolverPlan plan) implements Change {}
