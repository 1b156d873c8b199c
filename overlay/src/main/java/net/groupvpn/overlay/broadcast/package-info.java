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
 * of them to one link in it; so it goes on, O(log N) deep, and each node is given its region once.
 * A node outside the region that it is given hands it on to somebody inside, or nearer to it. The
 * parent repeats SPREAD until it hears DONE, so that answers need no acknowledgement of their own.
 * A child that falls silent is replaced by another link in its part and, where others may know
 * more, by a detour over a neighbour. Nodes that are asked again deliver nothing twice; their
 * earlier work was lost with whoever asked, so they repeat it.
 *
 * <p>Every node has a deadline that is earlier than its parent's, and then answers with what it
 * has; parts that stayed silent are counted, so that whoever asked knows that something is missing.
 * What is asked and how answers are merged is said by {@link
 * net.groupvpn.overlay.broadcast.Topic}s, which stand elsewhere.
 */
@NullMarked
package net.groupvpn.overlay.broadcast;

import org.jspecify.annotations.NullMarked;
