/**
 * Requests of the command line to a running portal: a socket in its data directory, accessible only
 * to users who may read the portal's keys. The requests are carried out elsewhere.
 */
@NullMarked
package net.groupvpn.portal.control;

import org.jspecify.annotations.NullMarked;
