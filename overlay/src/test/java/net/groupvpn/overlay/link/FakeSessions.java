package net.groupvpn.overlay.link;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.loopback.LoopbackNetwork;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.security.PeerIdentity;
import net.groupvpn.overlay.session.CloseReason;
import net.groupvpn.overlay.session.Session;
import net.groupvpn.overlay.session.Sessions;
import org.jspecify.annotations.Nullable;

/** Sessions that stand at once and keep what is sent in them. */
public class FakeSessions implements Sessions {
  final List<byte[]> sent = new ArrayList<>();
  final List<Path> probed = new ArrayList<>();
  final List<byte[]> sentFromElsewhere = new ArrayList<>();
  final List<Endpoint> knocks = new ArrayList<>();
  final Map<Endpoint, Integer> scattered = new HashMap<>();
  private final TreeMap<NodeId, Session> all = new TreeMap<>();

  record FakeSession(NodeId peer, Path path) implements Session {
    @Override
    public PeerIdentity identity() {
      return new PeerIdentity(peer, "", Set.of(), new byte[0], "", "", Long.MAX_VALUE);
    }

    @Override
    public long rttNanos() {
      return UNKNOWN_RTT;
    }

    @Override
    public int mtuBytes() {
      return 1_200;
    }

    @Override
    public long establishedNanos() {
      return 0;
    }
  }

  FakeSession add(NodeId peer) {
    return add(peer, new DirectPath(LoopbackNetwork.endpointOf(all.size())));
  }

  FakeSession add(NodeId peer, Path path) {
    FakeSession session = new FakeSession(peer, path);
    all.put(peer, session);
    return session;
  }

  @Override
  public void open(Path path, @Nullable NodeId expected) {}

  @Override
  public boolean isOpening(NodeId peer) {
    return false;
  }

  @Override
  public @Nullable Session find(NodeId peer) {
    return all.get(peer);
  }

  @Override
  public List<Session> all() {
    return List.copyOf(all.values());
  }

  @Override
  public void send(Session session, byte[] message) {
    sent.add(message);
  }

  @Override
  public void probe(Session session, Path candidate) {
    probed.add(candidate);
  }

  @Override
  public void follow(Session session, Path candidate) {
    probed.add(candidate);
  }

  @Override
  public void knock(Session session, Path candidate) {
    if (candidate instanceof DirectPath direct) {
      knocks.add(direct.endpoint());
    }
  }

  @Override
  public void scatter(Session session, Endpoint to, int count) {
    scattered.merge(to, count, Integer::sum);
  }

  @Override
  public void sendFromElsewhere(Session session, byte[] message) {
    sentFromElsewhere.add(message);
  }

  @Override
  public void sendOn(Session session, Path path, byte[] message) {
    sent.add(message);
  }

  @Override
  public void moveTo(Session session, Path path, long rttNanos) {}

  @Override
  public void setRelayMtu(Session session, int bytes) {}

  @Override
  public void beginAnew(Session session) {}

  @Override
  public void losePath(Session session) {}

  @Override
  public void check(Session session) {}

  @Override
  public void noteTraffic(Session session) {}

  @Override
  public void noteRefused(Session session, int datagramBytes) {}

  @Override
  public void noteSource(Session session, Path from) {}

  @Override
  public void onNetworkChanged() {}

  @Override
  public void close(Session session, CloseReason reason) {
    all.remove(session.peer());
  }

  @Override
  public void recheckTrust() {}
}
