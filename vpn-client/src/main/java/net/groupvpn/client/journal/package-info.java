/**
 * What a client is about to change on its machine, on disk before it is done, so that whoever comes
 * after one that was killed can take it back. Knows nothing of what the changes are.
 */
@NullMarked
package net.groupvpn.client.journal;

import org.jspecify.annotations.NullMarked;
