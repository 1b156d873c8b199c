@NullMarked
package net.groupvpn.client.http;

import org.jspecify.annotations.NullMarked;
