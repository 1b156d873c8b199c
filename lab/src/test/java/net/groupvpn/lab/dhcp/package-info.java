/** DHCP clients of Debian, on members' devices and on machines behind them. */
@NullMarked
package net.groupvpn.lab.dhcp;

import org.jspecify.annotations.NullMarked;
