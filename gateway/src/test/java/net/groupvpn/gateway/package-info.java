/** Tests of the policy. */
@NullMarked
package net.groupvpn.gateway;

import org.jspecify.annotations.NullMarked;
