/** What the client's HTTP requests have in common: answers have limits. */
@NullMarked
package net.groupvpn.client.http;

import org.jspecify.annotations.NullMarked;
