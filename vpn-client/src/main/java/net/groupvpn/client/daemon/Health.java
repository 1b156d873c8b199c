package net.groupvpn.client.daemon;

import net.groupvpn.client.resolver.ResolverSetup;

/**
 * What a running client's user should know beside its connections.
 *
 * @param notices what is wrong
 * @param resolver what was done about names
 */
record Health(Notices notices, ResolverSetup resolver) {}
