package net.groupvpn.overlay.node;

import java.util.List;
import java.util.function.Consumer;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.link.FilterCheck;
import net.groupvpn.overlay.link.FilteringBehaviour;
import net.groupvpn.overlay.link.LinkManager;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.EndpointRules;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.session.Session;

/**
 * How one node is attached to the underlay, as its shell reports it: where the node is reached,
 * what the machine's links carry, and what has changed or been noticed. Engine thread, unless
 * {@link EndpointRules} say otherwise.
 */
public final class Attachment {
  private final NodeParts parts;

  Attachment(NodeParts parts) {
    this.parts = parts;
  }

  /** Which endpoints the node uses; its shell describes the machine to them. */
  public EndpointRules endpointRules() {
    return parts.rules;
  }

  /** Sets where this node is known to be reachable, best first. May change at any time. */
  public void setLocalCandidates(List<Endpoint> endpoints) {
    parts.links.candidates().setLocal(endpoints);
    parts.streams.setDirect(endpoints);
  }

  /** As {@link LinkManager#setMappedCandidates}. May change at any time. */
  public void setMappedCandidates(List<Endpoint> endpoints) {
    parts.links.setMappedCandidates(endpoints);
  }

  /** Sets where this node accepts TCP connections, best first; none at first. */
  public void setStreamCandidates(List<Endpoint> endpoints) {
    parts.streams.setStreams(endpoints);
  }

  /**
   * Sets the longest IP packet that this machine's links carry, 1,500 at first; no path is tried
   * with longer ones. May change at any time.
   */
  public void setLinkMtu(int bytes) {
    parts.sessions.setLinkMtu(bytes);
  }

  /**
   * This machine's addresses or routes have changed, or it has slept. Outdated candidates must be
   * replaced before.
   */
  public void onNetworkChanged() {
    parts.sessions.onNetworkChanged();
    parts.links.onNetworkChanged();
  }

  /** As {@link Session#noteSource}; nothing happens without a session. */
  public void noteSource(NodeId peer, Endpoint from) {
    Session session = parts.sessions.find(peer);
    if (session != null) {
      session.noteSource(new DirectPath(from));
    }
  }

  /** As {@link Session#noteRefused}; nothing happens without a session. */
  public void noteRefused(NodeId peer, int datagramBytes) {
    Session session = parts.sessions.find(peer);
    if (session != null) {
      session.noteRefused(datagramBytes);
    }
  }

  /** As {@link FilterCheck#ask}. */
  public void checkFiltering(Consumer<FilteringBehaviour> answer) {
    parts.filterCheck.ask(answer);
  }
}
