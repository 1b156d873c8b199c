package net.groupvpn.overlay.session;

import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import net.groupvpn.overlay.record.FrameHeader;
import org.jspecify.annotations.Nullable;

/**
 * Hands out receiver indexes, unique in one process, so that a SEALED datagram on the shared socket
 * finds its realm. An allocation is a pair: an even index for CONTROL, and the following odd one
 * for DATA. Engine thread only.
 */
public final class IndexAllocator {
  private final Map<Integer, SessionLayer> owners = new HashMap<>();

  /**
   * A random, free, even index other than 0. Terminates, because sessions and handshakes are
   * limited.
   */
  int allocate(SessionLayer owner, RandomGenerator random) {
    int index;
    do {
      index = FrameHeader.controlIndex(random.nextInt());
    } while (index == 0 || owners.containsKey(index));
    owners.put(index, owner);
    return index;
  }

  void release(int index) {
    owners.remove(index);
  }

  /** The realm's layer that a CONTROL or DATA index belongs to, or null. */
  public @Nullable SessionLayer ownerOf(int index) {
    return owners.get(FrameHeader.controlIndex(index));
  }

  /** Indexes in use. */
  public int size() {
    return owners.size();
  }
}
