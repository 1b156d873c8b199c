package net.groupvpn.overlay.host;

import net.groupvpn.overlay.discovery.PublicDiscovery;
import net.groupvpn.overlay.engine.Counters;
import net.groupvpn.overlay.engine.EngineCore;
import net.groupvpn.overlay.engine.Output;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.engine.Work;
import net.groupvpn.overlay.link.LinkManager;
import net.groupvpn.overlay.node.OverlayNode;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.Path.PublicOverlayPath;
import net.groupvpn.overlay.record.FrameHeader;
import net.groupvpn.overlay.routing.RateLimiter;
import net.groupvpn.overlay.session.IndexAllocator;
import net.groupvpn.overlay.session.SessionLayer;
import net.groupvpn.overlay.time.Now;
import org.jspecify.annotations.Nullable;

/**
 * A member: one node in the public overlay and one in the group's own, driven together. A datagram
 * goes to the realm that its tag or its receiver's index names. Datagrams of the private node that
 * need the public overlay go through {@link PublicDiscovery}. Each node has an engine of its own;
 * all engines get the same time. One thread.
 */
public final class OverlayHost implements EngineCore {
  /**
   * Bytes per second that this member's sessions together send as packets over the public overlay:
   * 2.6 Mbit/s. This is less than a public node carries for one link. So the excess is dropped
   * here, and the sessions' own messages pass.
   */
  static final int DATA_BYTES_PER_SECOND = 320 << 10;

  static final int DATA_BURST_BYTES = 64 << 10;
  private static final String DATA = "data";

  private final IndexAllocator indexes;
  private final Realm publicRealm;
  private final Realm privateRealm;
  private final PublicDiscovery discovery;
  private final Counters counters = new Counters();
  private final RateLimiter<String> data =
      new RateLimiter<>(DATA_BYTES_PER_SECOND, DATA_BURST_BYTES, 1);
  private long bootNanos;

  /** {@code indexes} must be the instance that both nodes were made with. */
  public OverlayHost(
      IndexAllocator indexes, Realm publicRealm, Realm privateRealm, PublicDiscovery discovery) {
    this.indexes = indexes;
    this.publicRealm = publicRealm;
    this.privateRealm = privateRealm;
    this.discovery = discovery;
    // Both nodes share one socket, so what one's peers observe is true for the other.
    LinkManager publicLinks = publicRealm.node().links();
    LinkManager privateLinks = privateRealm.node().links();
    publicLinks.candidates().setOpen();
    publicLinks.candidates().setListener(privateLinks.candidates()::addOfStranger);
    privateLinks.candidates().setListener(publicLinks.candidates()::addOfMember);
    privateLinks.enablePunching();
    privateLinks.candidates().setPublicNode(publicRealm.node().self());
    discovery.onSignal(
        (publicNode, carrier, frame) ->
            privateRealm.node().onFrame(new PublicOverlayPath(publicNode), carrier, frame));
  }

  /** What the host itself dropped. */
  public Counters counters() {
    return counters;
  }

  @Override
  public void enter(Now now) {
    bootNanos = now.bootNanos();
    publicRealm.node().enter(now);
    privateRealm.node().enter(now);
  }

  @Override
  public void onDatagram(Now now, Endpoint from, byte[] datagram) {
    enter(now);
    OverlayNode node = nodeFor(datagram);
    if (node == null) {
      counters.increment(OverlayCounter.DROPPED_DATAGRAM_NO_REALM);
    } else {
      node.onDatagram(now, from, datagram);
    }
  }

  @Override
  public void onStreamFrame(Now now, Endpoint from, byte[] frame) {
    enter(now);
    OverlayNode node = nodeFor(frame);
    if (node == null) {
      counters.increment(OverlayCounter.DROPPED_STREAM_NO_REALM);
    } else {
      node.onStreamFrame(now, from, frame);
    }
  }

  @Override
  public void onStreamClosed(Now now, Endpoint peer) {
    publicRealm.node().onStreamClosed(now, peer);
    privateRealm.node().onStreamClosed(now, peer);
  }

  private @Nullable OverlayNode nodeFor(byte[] datagram) {
    return switch (FrameHeader.type(datagram)) {
      case HANDSHAKE, RETRY -> nodeOfTag(datagram);
      case SEALED -> nodeOfSessions(indexes.ownerOf(FrameHeader.receiverIndex(datagram, 0)));
      default -> null;
    };
  }

  private @Nullable OverlayNode nodeOfTag(byte[] datagram) {
    if (FrameHeader.isForRealm(datagram, privateRealm.tag())) {
      return privateRealm.node();
    }
    return FrameHeader.isForRealm(datagram, publicRealm.tag()) ? publicRealm.node() : null;
  }

  private @Nullable OverlayNode nodeOfSessions(@Nullable SessionLayer owner) {
    if (owner == null) {
      return null;
    }
    return owner == privateRealm.node().sessions() ? privateRealm.node() : publicRealm.node();
  }

  @Override
  public void onTimeout(Now now) {
    enter(now);
    publicRealm.node().onTimeout(now);
    privateRealm.node().onTimeout(now);
  }

  @Override
  public void onWorkDone(Now now, Work<?> work) {
    enter(now);
    privateRealm.node().onWorkDone(now, work);
  }

  @Override
  public void verify() {
    publicRealm.node().verify();
    privateRealm.node().verify();
  }

  @Override
  public long nextTimeoutNanos() {
    return Math.min(publicRealm.node().nextTimeoutNanos(), privateRealm.node().nextTimeoutNanos());
  }

  @Override
  public @Nullable Output pollOutput() {
    Output output = privateRealm.node().pollOutput();
    while (output instanceof Output.TransmitPublic carried) {
      signal(carried);
      output = privateRealm.node().pollOutput();
    }
    return output != null ? output : pollPublic();
  }

  /** Nobody sends data to public nodes, so the data plane does not hear of them. */
  private @Nullable Output pollPublic() {
    Output output = publicRealm.node().pollOutput();
    while (output instanceof Output.Publish
        || output instanceof Output.Withdraw
        || output instanceof Output.DeliverData) {
      output = publicRealm.node().pollOutput();
    }
    return output;
  }

  private void signal(Output.TransmitPublic carried) {
    byte[] datagram = carried.datagram();
    if (datagram.length > PublicDiscovery.MAX_SIGNAL_BYTES) {
      counters.increment(OverlayCounter.DROPPED_SIGNAL_TOO_LONG);
    } else if (FrameHeader.isData(datagram, 0, datagram.length)
        && !data.tryAcquire(DATA, datagram.length, bootNanos)) {
      counters.increment(OverlayCounter.DROPPED_SIGNAL_DATA_RATE);
    } else {
      discovery.signal(carried.publicNode(), carried.datagram());
    }
  }
}
