/** A visitor of the portal's pages: fills in the real forms over HTTPS, as a browser sends them. */
@NullMarked
package net.groupvpn.lab.web;

import org.jspecify.annotations.NullMarked;
