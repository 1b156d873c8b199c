package net.groupvpn.overlay.link;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.security.PeerIdentity;
import net.groupvpn.overlay.session.CloseReason;
import net.groupvpn.overlay.session.Session;
import net.groupvpn.overlay.session.Sessions;
import net.groupvpn.overlay.virtual.Kernel;
import org.jspecify.annotations.Nullable;

/** Sessions that are established at once and record what is sent in them. */
public class FakeSessions implements Sessions {
  final List<byte[]> sent = new ArrayList<>();
  final List<Path> probed = new ArrayList<>();
  final List<byte[]> sentFromElsewhere = new ArrayList<>();
  final List<Endpoint> knocks = new ArrayList<>();
  final Map<Endpoint, Integer> scattered = new HashMap<>();
  private final TreeMap<NodeId, Session> all = new TreeMap<>();

  final class FakeSession implements Session {
    private final NodeId peer;
    private final Path path;

    private FakeSession(NodeId peer, Path path) {
      this.peer = peer;
      this.path = path;
    }

    @Override
    public NodeId peer() {
      return peer;
    }

    @Override
    public Path path() {
      return path;
    }

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

    @Override
    public boolean isDoubted() {
      return false;
    }

    @Override
    public boolean isDoubtful() {
      return false;
    }

    @Override
    public boolean isMoving() {
      return false;
    }

    @Override
    public void send(byte[] message) {
      sent.add(message);
    }

    @Override
    public void probe(Path candidate) {
      probed.add(candidate);
    }

    @Override
    public void follow(Path candidate) {
      probed.add(candidate);
    }

    @Override
    public void knock(Path candidate) {
      if (candidate instanceof DirectPath direct) {
        knocks.add(direct.endpoint());
      }
    }

    @Override
    public void scatter(Endpoint to, int count) {
      scattered.merge(to, count, Integer::sum);
    }

    @Override
    public void sendFromElsewhere(byte[] message) {
      sentFromElsewhere.add(message);
    }

    @Override
    public void sendOn(Path path, byte[] message) {
      sent.add(message);
    }

    @Override
    public void moveTo(Path path, long rttNanos) {}

    @Override
    public void setRelayMtu(int bytes) {}

    @Override
    public void beginAnew() {}

    @Override
    public void losePath() {}

    @Override
    public void check() {}

    @Override
    public void noteTraffic() {}

    @Override
    public void noteRefused(int datagramBytes) {}

    @Override
    public void noteSource(Path from) {}

    @Override
    public void doubt() {}

    @Override
    public void close(CloseReason reason) {
      onClose(this);
    }
  }

  /** This end closes a session. */
  void onClose(Session session) {
    all.remove(session.peer());
  }

  FakeSession add(NodeId peer) {
    return add(peer, new DirectPath(Kernel.endpointOf(all.size())));
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
  public void onNetworkChanged() {}

  @Override
  public void recheckTrust() {}
}
