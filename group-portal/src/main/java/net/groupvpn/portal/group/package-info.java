/** Groups: creating one, listing them, and who may administer one. */
@NullMarked
package net.groupvpn.portal.group;

import org.jspecify.annotations.NullMarked;
