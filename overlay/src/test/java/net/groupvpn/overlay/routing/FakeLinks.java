package net.groupvpn.overlay.routing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/** Links that record what is sent over them. */
final class FakeLinks implements Links {
  /** A message and the link that it left on. */
  record Sent(NodeId link, byte[] message) {}

  final TreeSet<NodeId> linked = new TreeSet<>();
  final List<Sent> sent = new ArrayList<>();
  final TreeSet<NodeId> lastResort = new TreeSet<>();
  boolean joined = true;
  boolean restricted;

  /** The links that messages left on, in order. */
  List<NodeId> ways() {
    return sent.stream().map(Sent::link).toList();
  }

  @Override
  public Collection<NodeId> links() {
    return linked;
  }

  @Override
  public boolean isLinked(NodeId node) {
    return linked.contains(node);
  }

  @Override
  public boolean hasJoined(NodeId link) {
    return true;
  }

  @Override
  public boolean isLastResort(NodeId link) {
    return lastResort.contains(link);
  }

  @Override
  public void send(NodeId link, byte[] message) {
    sent.add(new Sent(link, message));
  }

  @Override
  public boolean isJoined() {
    return joined;
  }

  @Override
  public boolean isRestricted() {
    return restricted;
  }

  @Override
  public @Nullable NodeId proxy() {
    return null;
  }

  @Override
  public void onSiblingsChanged(Runnable listener) {}

  @Override
  public void onPeerLost(Consumer<NodeId> listener) {}
}
