/**
 * What all nodes together know: {@link net.groupvpn.overlay.survey.Survey} asks them by broadcast
 * and answers when others ask. {@code NetworkSummary} is the bounded answer to a query (count,
 * versions, slowest links); {@code Crawl} collects every node's view of its siblings, region by
 * region, and compares each with what all views together say. What is kept of it, and how it is
 * shown, is the client's business.
 */
@NullMarked
package net.groupvpn.overlay.survey;

import org.jspecify.annotations.NullMarked;
