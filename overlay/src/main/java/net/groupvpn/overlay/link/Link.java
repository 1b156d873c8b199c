package net.groupvpn.overlay.link;

import java.util.EnumSet;
import java.util.Set;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.path.Path.PublicOverlayPath;
import net.groupvpn.overlay.session.Session;
import org.jspecify.annotations.Nullable;

/**
 * A session and the reasons to keep it. It is a link while its path may carry one. A session that
 * stays without such a path is distant if this overlay carries it, and a link of last resort if the
 * public overlay does.
 */
public final class Link {
  /** How often a peer may start again in {@link #LIVES_NANOS}: each time costs this node work. */
  static final int MAX_LIVES = 4;

  static final long LIVES_NANOS = 60_000_000_000L;

  private final NodeId peer;
  private final int life;
  private final Set<LinkReason> reasons = EnumSet.noneOf(LinkReason.class);
  private Set<LinkReason> peerReasons = EnumSet.noneOf(LinkReason.class);
  private Session session;
  private boolean peerJoined;
  private @Nullable Offer peerOffer;
  private boolean settled;
  private @Nullable NodeId peerPublicNode;
  private long neededNanos;
  private long usedNanos;
  private boolean heardOfPeer;
  private int peerLife;
  private int peerSequence;
  private long livesSinceNanos = Long.MIN_VALUE / 2;
  private int lives;
  private int statusSequence;
  private int statusTries;

  Link(Session session, int life, long nowNanos) {
    this.life = life;
    this.peer = session.peer();
    this.session = session;
    this.neededNanos = nowNanos;
    this.usedNanos = nowNanos;
  }

  /** The other end. */
  public NodeId peer() {
    return peer;
  }

  /** The session. */
  public Session session() {
    return session;
  }

  void replaceSession(Session newer) {
    session = newer;
  }

  /** Whether it may carry ROUTED frames. */
  public boolean isUp() {
    return session.path().isLinkCapable() || isLastResort();
  }

  /**
   * Whether it is a link only for want of anything better: the public overlay carries it, which is
   * slow, and it must not carry other peers' sessions in turn.
   */
  public boolean isLastResort() {
    return settled && session.path() instanceof PublicOverlayPath;
  }

  /**
   * Whether it is permanent without being a link: the peer exists, and its messages travel hop by
   * hop.
   */
  public boolean isDistant() {
    return settled && session.path() instanceof OverlayPath;
  }

  /** It is still carried by an overlay only. */
  void setSettled() {
    settled = true;
  }

  /** The other end's claimed ID in the public overlay; null if it claims none. */
  public @Nullable NodeId peerPublicNode() {
    return peerPublicNode;
  }

  /** Where the other end is seen, if it is reached directly. */
  public @Nullable Endpoint endpoint() {
    return session.path() instanceof DirectPath direct ? direct.endpoint() : null;
  }

  /** Whether the other end says that it has joined. */
  public boolean hasPeerJoined() {
    return peerJoined;
  }

  /** Where the other end says that it may be reached, if it is not reached directly. */
  @Nullable Offer peerOffer() {
    return peerOffer;
  }

  /** The reasons of this end, copied. */
  public Set<LinkReason> reasons() {
    return Set.copyOf(reasons);
  }

  /** Whether this end keeps it for {@code reason}. */
  public boolean has(LinkReason reason) {
    return reasons.contains(reason);
  }

  boolean set(LinkReason reason, boolean wanted) {
    return wanted ? reasons.add(reason) : reasons.remove(reason);
  }

  boolean isInboundFor(LinkReason reason) {
    return reasons.isEmpty() && peerReasons.contains(reason);
  }

  /** Whether the other end has restarted its end of the link since it was last heard. */
  boolean isFromAnotherLife(LinkStatus status) {
    return heardOfPeer && status.life() != peerLife;
  }

  /** Whether the other end may start again now; if so, that counts. */
  boolean mayBeginAnew(long nowNanos) {
    if (nowNanos - livesSinceNanos >= LIVES_NANOS) {
      livesSinceNanos = nowNanos;
      lives = 0;
    }
    return ++lives <= MAX_LIVES;
  }

  /** Takes over the reasons of this end, and the counts, of a link that ended. */
  void continueFrom(Link former) {
    reasons.addAll(former.reasons);
    livesSinceNanos = former.livesSinceNanos;
    lives = former.lives;
  }

  /** Applies what the other end says; false if a newer statement has already arrived. */
  boolean onPeerStatus(LinkStatus status) {
    if (status.life() == peerLife && status.sequence() < peerSequence) {
      return false;
    }
    heardOfPeer = true;
    peerLife = status.life();
    peerSequence = status.sequence();
    peerReasons = status.reasons();
    peerJoined = status.joined();
    Offer offer = status.offer();
    peerOffer = offer == null || offer.candidates().isEmpty() ? null : offer;
    if (offer != null && offer.publicNode() != null) {
      peerPublicNode = offer.publicNode();
    }
    return true;
  }

  /** Notes whether the link is needed now; returns for how long it has not been, in nanoseconds. */
  long unneededNanos(long nowNanos) {
    if (!reasons.isEmpty() || !peerReasons.isEmpty()) {
      neededNanos = nowNanos;
    }
    return nowNanos - neededNanos;
  }

  void touch(long nowNanos) {
    usedNanos = nowNanos;
  }

  long idleNanos(long nowNanos) {
    return nowNanos - usedNanos;
  }

  /** Starts a new status that is repeated until answered. */
  int nextStatus() {
    statusTries = 0;
    return ++statusSequence;
  }

  /** Random number of this end of the link. */
  int life() {
    return life;
  }

  int statusSequence() {
    return statusSequence;
  }

  int countStatusTry() {
    return ++statusTries;
  }
}
