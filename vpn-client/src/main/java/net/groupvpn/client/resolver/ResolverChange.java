package net.groupvpn.client.resolver;

import net.groupvpn.client.os.Change;

/** A manager of names knows the group's name server, as {@code plan} says. */
public record ResolverChange(ResolverKind manager, ResolverPlan plan) implements Change {}
