package net.groupvpn.overlay.host;

import java.util.ArrayList;
import java.util.List;
import net.groupvpn.overlay.discovery.PublicDiscovery;
import net.groupvpn.overlay.discovery.PublicDiscovery.Member;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.node.Overlay;
import net.groupvpn.overlay.node.OverlayNode;
import net.groupvpn.overlay.path.Path.PublicOverlayPath;
import net.groupvpn.overlay.time.TimerName;

/**
 * Introduces a private node to its group. It publishes the node in the public overlay once that is
 * joined, and looks for other members until the private overlay is joined in company. Members that
 * start at the same time may join in parts that do not know each other, and parts can lose each
 * other later. So it searches a few more times in the first half minute, then rarely, because a
 * search costs tens of kilobytes in a large group. It contacts some of the members with whom it has
 * no session.
 */
public final class MemberFinder {
  private static final long FIND_SOON_NANOS = 1_000_000_000L;
  private static final long FIND_RARELY_NANOS = 900_000_000_000L;

  /**
   * In company the pauses grow by this factor, up to the longest one below; after that it searches
   * rarely.
   */
  private static final int PAUSE_GROWTH = 4;

  private static final long LONGEST_SOON_NANOS = 20_000_000_000L;

  /** Members to contact at a time. */
  private static final int MEET_AT_ONCE = 3;

  private static final long PUBLISH_AGAIN_NANOS = 10_000_000_000L;

  private final Engine engine;
  private final OverlayNode publicNode;
  private final OverlayNode privateNode;
  private final PublicDiscovery discovery;
  private long pauseNanos = FIND_SOON_NANOS;
  private boolean answered;
  private boolean strangersFound;
  private boolean stopped;

  /** Uses the timers of the public realm. */
  public MemberFinder(Realm publicRealm, Realm privateRealm, PublicDiscovery discovery) {
    this.engine = publicRealm.engine();
    this.publicNode = publicRealm.node();
    this.privateNode = privateRealm.node();
    this.discovery = discovery;
  }

  /** Starts to publish and to look for members. */
  public void start() {
    publicNode.addListener(
        new Overlay.Listener() {
          @Override
          public void onJoined() {
            publish();
            find();
          }
        });
    privateNode.joiner().expectIntroduction(this::isUnderWay);
    publish();
    find();
  }

  /** Whether the public overlay may yet lead to members, or has named some to contact. */
  private boolean isUnderWay() {
    boolean isAsking = !publicNode.isJoined() || (!publicNode.isAlone() && !answered);
    return !stopped && (isAsking || strangersFound);
  }

  /** Removes this node's own entry. */
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
    pauseNanos = inCompany ? nextPause() : FIND_SOON_NANOS;
    engine.setTimer(TimerName.DISCOVERY_FIND, this, pauseNanos, now -> find());
    if (publicNode.isJoined()) {
      discovery.find(this::onFound);
    }
  }

  private long nextPause() {
    long longer = pauseNanos * PAUSE_GROWTH;
    return longer > LONGEST_SOON_NANOS ? FIND_RARELY_NANOS : longer;
  }

  private void onFound(List<Member> members) {
    answered = true;
    strangersFound = false;
    List<Member> strangers = new ArrayList<>();
    for (Member member : members) {
      if (!member.privateNode().equals(privateNode.self())) {
        privateNode.addSeed(new PublicOverlayPath(member.publicNode()), member.privateNode());
        if (privateNode.session(member.privateNode()) == null) {
          strangers.add(member);
          strangersFound = true;
        }
      }
    }
    for (int i = 0; i < MEET_AT_ONCE && !strangers.isEmpty(); i++) {
      Member stranger = strangers.remove(engine.random().nextInt(strangers.size()));
      privateNode
          .sessions()
          .open(new PublicOverlayPath(stranger.publicNode()), stranger.privateNode());
    }
  }
}
