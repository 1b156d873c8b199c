/** The experiment {@code crawl}: a crawl's findings about nodes' views, compared with the truth. */
@NullMarked
package net.groupvpn.simulator.crawl;

import org.jspecify.annotations.NullMarked;
