/** Accounts: first-run set-up of the owner, sign-up, login and logout, passwords. */
@NullMarked
package net.groupvpn.portal.account;

import org.jspecify.annotations.NullMarked;
