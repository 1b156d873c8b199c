package net.groupvpn.overlay.host;

import java.util.List;
import net.groupvpn.overlay.discovery.PublicDiscovery;
import net.groupvpn.overlay.discovery.PublicDiscovery.Member;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.node.OverlayNode;
import net.groupvpn.overlay.path.Path.PublicOverlayPath;
import net.groupvpn.overlay.time.TimerName;

/**
 * Introduces a private node to its group: publishes it in the public overlay once that is joined,
 * and looks for other members until the private overlay is joined in company; then rarely, so that
 * parts of a group that lost each other meet again.
 */
public final class MemberFinder {
  private static final long FIND_SOON_NANOS = 2_000_000_000L;
  private static final long FIND_RARELY_NANOS = 900_000_000_000L;
  private static final long PUBLISH_AGAIN_NANOS = 10_000_000_000L;

  private final Engine engine;
  private final OverlayNode publicNode;
  private final OverlayNode privateNode;
  private final PublicDiscovery discovery;
  private boolean stopped;

  /** Uses the timers of the public realm. */
  public MemberFinder(Realm publicRealm, Realm privateRealm, PublicDiscovery discovery) {
    this.engine = publicRealm.engine();
    this.publicNode = publicRealm.node();
    this.privateNode = privateRealm.node();
    this.discovery = discovery;
  }

  /** Begins to publish and to look for members. */
  public void start() {
    publish();
    find();
  }

  /** Takes the own entry back. */
  public void stop() {
    stopped = true;
    discovery.withdraw();
  }

  private void publish() {
    if (stopped) {
      return;
    }
    if (!publicNode.isJoined() || publicNode.isAlone()) {
      publishLater();
      return;
    }
    discovery.publish(
        new Member(privateNode.self(), publicNode.self()),
        stored -> {
          if (!stored) {
            publishLater();
          }
        });
  }

  private void publishLater() {
    engine.setTimer(TimerName.DISCOVERY_PUBLISH, this, PUBLISH_AGAIN_NANOS, now -> publish());
  }

  private void find() {
    if (stopped) {
      return;
    }
    boolean inCompany = privateNode.isJoined() && !privateNode.isAlone();
    long pause = inCompany ? FIND_RARELY_NANOS : FIND_SOON_NANOS;
    engine.setTimer(TimerName.DISCOVERY_FIND, this, pause, now -> find());
    if (publicNode.isJoined()) {
      discovery.find(this::onFound);
    }
  }

  private void onFound(List<Member> members) {
    for (Member member : members) {
      if (!member.privateNode().equals(privateNode.self())) {
        privateNode.addSeed(new PublicOverlayPath(member.publicNode()), member.privateNode());
      }
    }
  }
}
