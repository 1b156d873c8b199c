/** The demo: a portal, a group and four members on a network of namespaces, shown to a person. */
@NullMarked
package net.groupvpn.lab.demo;

import org.jspecify.annotations.NullMarked;
