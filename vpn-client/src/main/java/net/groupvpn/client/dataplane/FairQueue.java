package net.groupvpn.client.dataplane;

import org.jspecify.annotations.Nullable;

/**
 * Frames that wait to be sealed, served fairly between destinations, then between the flows to
 * each: deficit round robin at both levels, where new flows go first (RFC 8290 4, without its
 * CoDel: the queue is too short for that). So a ping overtakes a full TCP load. Belongs to one
 * thread; the memory is bounded by {@link FramePool} and {@link #LIMIT_BYTES}.
 */
final class FairQueue {
  /** Beyond this, {@link #dropFattest} makes room: about 5 ms of one bulk flow at 6 Gbit/s. */
  static final int LIMIT_BYTES = 4 << 20;

  private static final int DESTINATIONS = 64;
  private static final int FLOWS = 64;

  private final @Nullable Bundle[] bundles = new Bundle[DESTINATIONS];
  private final Rotation<Bundle> destinations = new Rotation<>();
  private int bytes;

  /** The frames of one flow, or of several that share the hash. */
  private static final class Flow extends Rotation.Member {
    private @Nullable Frame first;
    private @Nullable Frame last;

    void add(Frame frame) {
      if (last == null) {
        first = frame;
      } else {
        last.next = frame;
      }
      last = frame;
    }

    @Nullable Frame remove() {
      Frame frame = first;
      if (frame != null) {
        first = frame.next;
        last = first == null ? null : last;
        frame.next = null;
      }
      return frame;
    }
  }

  /** The flows to one destination, or to several that share the hash. */
  private static final class Bundle extends Rotation.Member {
    private final @Nullable Flow[] flows = new Flow[FLOWS];
    private final Rotation<Flow> rotation = new Rotation<>();

    Flow flow(int hash) {
      int at = hash & (FLOWS - 1);
      Flow flow = flows[at];
      if (flow == null) {
        flow = new Flow();
        flows[at] = flow;
      }
      return flow;
    }
  }

  /** Adds a frame. */
  void add(Frame frame, int destinationHash, int flowHash) {
    int at = destinationHash & (DESTINATIONS - 1);
    Bundle bundle = bundles[at];
    if (bundle == null) {
      bundle = new Bundle();
      bundles[at] = bundle;
    }
    Flow flow = bundle.flow(flowHash);
    flow.add(frame);
    bundle.rotation.onAdded(flow, frame.length);
    destinations.onAdded(bundle, frame.length);
    bytes += frame.length;
  }

  /** The next frame, or null if none waits. */
  @Nullable Frame poll() {
    Bundle bundle = destinations.next();
    Flow flow = bundle == null ? null : bundle.rotation.next();
    return bundle == null || flow == null ? null : remove(bundle, flow);
  }

  /** Removes a frame from the longest flow to the destination with most, or null if none waits. */
  @Nullable Frame dropFattest() {
    Bundle bundle = fattest(bundles);
    Flow flow = bundle == null ? null : fattest(bundle.flows);
    return bundle == null || flow == null ? null : remove(bundle, flow);
  }

  private @Nullable Frame remove(Bundle bundle, Flow flow) {
    Frame frame = flow.remove();
    if (frame != null) {
      flow.onRemoved(frame.length);
      bundle.onRemoved(frame.length);
      bytes -= frame.length;
    }
    return frame;
  }

  private static <M extends Rotation.Member> @Nullable M fattest(@Nullable M[] members) {
    M fattest = null;
    for (M member : members) {
      if (member != null && (fattest == null || member.bytes > fattest.bytes)) {
        fattest = member;
      }
    }
    return fattest;
  }

  /** How many bytes wait. */
  int bytes() {
    return bytes;
  }

  boolean isEmpty() {
    return bytes == 0;
  }
}
