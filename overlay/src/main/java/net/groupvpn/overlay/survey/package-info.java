/**
 * What all nodes together know: {@link net.groupvpn.overlay.survey.Survey} asks them by broadcast
 * and answers when others ask. {@code NetworkSummary} is the bounded answer to a query (count,
 * versions, slowest links); {@code Crawl} collects every node's view of its siblings, region by
 * region, and compares each with what all views together say. The client decides what to store and
 * how to show it.
 */
@NullMarked
package net.groupvpn.overlay.survey;

import org.jspecify.annotations.NullMarked;
