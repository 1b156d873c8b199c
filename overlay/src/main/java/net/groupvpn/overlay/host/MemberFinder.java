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
 * Introduces a private node to its group: publishes it in the public overlay once that is joined,
 * and looks for other members until the private overlay is joined in company. Those who start at
 * the same time may join in parts that know nothing of each other, and parts can lose each other
 * later; so it looks a few times more in the first half minute, then rarely, since each time costs
 * tens of kilobytes in a large group, and gets in touch with some whom it has no session with.
 */
public final class MemberFinder {
  private static final long FIND_SOON_NANOS = 1_000_000_000L;
  private static final long FIND_RARELY_NANOS = 900_000_000_000L;

  /** In company the pauses grow by so much, up to the longest of these; then it looks rarely. */
  private static final int PAUSE_GROWTH = 4;

  private static final long LONGEST_SOON_NANOS = 20_000_000_000L;

  /** Members to get in touch with at a time. */
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

  /** Begins to publish and to look for members. */
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

  /** Whether the public overlay may yet lead to members, or has named some to be met. */
  private boolean isUnderWay() {
    boolean isAsking = !publicNode.isJoined() || (!publicNode.isAlone() && !answered);
    return !stopped && (isAsking || strangersFound);
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
