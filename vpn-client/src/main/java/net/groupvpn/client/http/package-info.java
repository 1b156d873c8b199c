/** What the client's HTTP requests have in common: answers are bounded. */
@NullMarked
package net.groupvpn.client.http;

import org.jspecify.annotations.NullMarked;
