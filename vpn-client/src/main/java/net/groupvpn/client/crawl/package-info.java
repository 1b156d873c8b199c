/**
 * What crawls of the overlay found, kept in an embedded database in the state directory. How a
 * crawl is made stands in {@code net.groupvpn.overlay.survey}.
 */
@NullMarked
package net.groupvpn.client.crawl;

import org.jspecify.annotations.NullMarked;
