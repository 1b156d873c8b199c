/** The experiment {@code crawl}: what a crawl finds of nodes' views, against the truth. */
@NullMarked
package net.groupvpn.simulator.crawl;

import org.jspecify.annotations.NullMarked;
