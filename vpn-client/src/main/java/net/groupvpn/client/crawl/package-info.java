/**
 * The results of crawls of the overlay, kept in an embedded database in the state directory. How a
 * crawl works is defined in {@code net.groupvpn.overlay.survey}.
 */
@NullMarked
package net.groupvpn.client.crawl;

import org.jspecify.annotations.NullMarked;
