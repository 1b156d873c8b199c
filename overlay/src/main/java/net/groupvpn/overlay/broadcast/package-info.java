/**
 * A question to all nodes of an overlay, or to those of a part of its ID space, and one answer.
 *
 * <pre>
 *   asker --SPREAD(region)--&gt; child --SPREAD(part)--&gt; grandchild
 *         &lt;--WORKING---------       &lt;--DONE(totals)--
 *         &lt;--DONE(totals)----
 * </pre>
 *
 * <p>A node that is given the region around itself cuts it into its distance buckets and gives each
 * bucket to one link inside it. This repeats O(log N) deep, and each node gets its region once. A
 * node outside the region hands it on to a node inside, or nearer to it. The parent repeats SPREAD
 * until it hears DONE, so answers need no acknowledgement. A child that falls silent is replaced by
 * another link in its part and, where others may know more, by a detour over a neighbour. A node
 * that is asked again repeats its work, because its earlier result was lost with the asking node;
 * nothing is counted twice.
 *
 * <p>Every node has an earlier deadline than its parent, and then answers with what it has. Silent
 * parts are counted, so the asker knows that something is missing. What is asked, and how answers
 * are merged, is defined by {@link net.groupvpn.overlay.broadcast.Topic}s, which live elsewhere.
 */
@NullMarked
package net.groupvpn.overlay.broadcast;

import org.jspecify.annotations.NullMarked;
