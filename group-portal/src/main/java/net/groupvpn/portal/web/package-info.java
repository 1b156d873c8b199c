/**
 * What every page needs and no feature owns: the HTTPS server, sessions, form protection, security
 * headers, limits and templates. Knows nothing of groups or members.
 */
@NullMarked
package net.groupvpn.portal.web;

import org.jspecify.annotations.NullMarked;
