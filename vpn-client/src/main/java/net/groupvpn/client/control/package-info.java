/**
 * The control channel between the running client and its command line: one JSON object per line
 * over a Unix-domain socket that only its owner may open. Requests and answers carry {@code
 * "version": 1}. The daemon decides what the commands mean.
 */
@NullMarked
package net.groupvpn.client.control;

import org.jspecify.annotations.NullMarked;
