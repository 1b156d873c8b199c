/** The audit log: who did what, when and from where. */
@NullMarked
package net.groupvpn.portal.audit;

import org.jspecify.annotations.NullMarked;
