/** Tests of the package of the same name. */
@NullMarked
package net.groupvpn.simulator.crawl;

import org.jspecify.annotations.NullMarked;
