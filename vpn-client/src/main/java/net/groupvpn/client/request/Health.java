package net.groupvpn.client.request;

import net.groupvpn.client.part.Notices;
import net.groupvpn.client.resolver.ResolverSetup;

/**
 * What a running client's user should know beside its connections.
 *
 * @param notices what is wrong
 * @param resolver what was done about names
 */
public record Health(Notices notices, ResolverSetup resolver) {}
