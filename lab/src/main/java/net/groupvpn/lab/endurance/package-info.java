/**
 * Whether everything that enters the tunnel leaves it unchanged and in order, and how TCP performs
 * inside it when the network below loses, duplicates or reorders datagrams.
 */
@NullMarked
package net.groupvpn.lab.endurance;

import org.jspecify.annotations.NullMarked;
