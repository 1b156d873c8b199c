package net.groupvpn.overlay.discovery;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/** The fake: members of one group in one JVM; answers at once. Single-threaded. */
public final class InMemoryDiscovery implements PublicDiscovery {
  /** What all members of all groups share. */
  public static final class Network {
    private final Map<NodeId, InMemoryDiscovery> nodes = new LinkedHashMap<>();
  }

  private final Network network;
  private final String group;
  private final NodeId publicNode;
  private @Nullable Member published;
  private @Nullable SignalHandler handler;

  /** {@code group} stands for the group's secret. */
  public InMemoryDiscovery(Network network, String group, NodeId publicNode) {
    this.network = network;
    this.group = group;
    this.publicNode = publicNode;
    network.nodes.put(publicNode, this);
  }

  @Override
  public void publish(Member self, Consumer<Boolean> done) {
    published = self;
    done.accept(true);
  }

  @Override
  public void withdraw() {
    published = null;
  }

  @Override
  public void find(Consumer<List<Member>> done) {
    List<Member> found = new ArrayList<>();
    for (InMemoryDiscovery other : network.nodes.values()) {
      Member member = other.published;
      if (member != null && other != this && other.group.equals(group)) {
        found.add(member);
      }
    }
    done.accept(found.subList(0, Math.min(MAX_FOUND, found.size())));
  }

  @Override
  public void signal(NodeId destination, byte[] datagram) {
    if (datagram.length > MAX_SIGNAL_BYTES) {
      throw new IllegalArgumentException("too long for a signal: " + datagram.length);
    }
    InMemoryDiscovery other = network.nodes.get(destination);
    SignalHandler receiver = other == null ? null : other.handler;
    if (receiver != null) {
      receiver.onSignal(publicNode, publicNode, datagram.clone());
    }
  }

  @Override
  public void onSignal(SignalHandler receiver) {
    handler = receiver;
  }
}
