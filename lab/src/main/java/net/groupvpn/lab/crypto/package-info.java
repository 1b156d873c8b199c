/** Times the sealing and opening of records by several implementations of AES-128-GCM (JMH). */
@NullMarked
package net.groupvpn.lab.crypto;

import org.jspecify.annotations.NullMarked;
