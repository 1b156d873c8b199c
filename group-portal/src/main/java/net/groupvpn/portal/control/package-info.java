/**
 * What the command line asks of a running portal: a socket in its data directory that only whoever
 * may read the portal's keys can use. What is done on such a request is not here.
 */
@NullMarked
package net.groupvpn.portal.control;

import org.jspecify.annotations.NullMarked;
