/**
 * The portal as a program: its command line, its settings, the composition of its parts and the
 * table of its routes. What a page does lives in the feature packages.
 */
@NullMarked
package net.groupvpn.portal;

import org.jspecify.annotations.NullMarked;
