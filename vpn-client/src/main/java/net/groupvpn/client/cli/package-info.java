/**
 * The {@code groupvpn} command. Answers go to standard output, everything else to standard error;
 * {@code --json} output and exit codes are stable (docs/cli.md). Commands know nothing of the
 * overlay: they ask the running client over its control socket.
 */
@NullMarked
package net.groupvpn.client.cli;

import org.jspecify.annotations.NullMarked;
