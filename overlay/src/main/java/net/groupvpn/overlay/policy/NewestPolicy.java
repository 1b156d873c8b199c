package net.groupvpn.overlay.policy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import net.groupvpn.overlay.identity.GroupCa;
import net.groupvpn.overlay.identity.IdentityException;

/**
 * The newest policy that this member knows: the one that is in force. It never goes back to an
 * older one, and of two with the same number the first stays. Thread-safe.
 */
public final class NewestPolicy {
  private final GroupCa ca;
  private final List<Consumer<GroupPolicy>> listeners = new CopyOnWriteArrayList<>();
  private volatile GroupPolicy current = GroupPolicy.NONE;

  /** What came of an offer. */
  public enum Outcome {
    /** It is in force from now on. */
    NEWER,

    /** It is the one in force. */
    SAME,

    /** It has a lower number, and is ignored. */
    OLDER,

    /** It has the number of the one in force and says something else; it is ignored. */
    CONFLICT
  }

  /** Starts with {@link GroupPolicy#NONE}. */
  public NewestPolicy(GroupCa ca) {
    this.ca = ca;
  }

  /** What holds now. Cheap. */
  public GroupPolicy current() {
    return current;
  }

  /**
   * Has {@code listener} told of each policy that comes into force from now on, in order, on the
   * thread that offered it. It must not wait for anything but the disk.
   */
  public void onChange(Consumer<GroupPolicy> listener) {
    listeners.add(listener);
  }

  /**
   * Takes a policy from anywhere. Costly.
   *
   * @throws IdentityException if it is malformed or not the CA's
   */
  public Outcome offer(byte[] encoded) throws IdentityException {
    GroupPolicy offered = GroupPolicy.parse(encoded, ca);
    synchronized (this) {
      GroupPolicy known = current;
      if (offered.number() < known.number()) {
        return Outcome.OLDER;
      }
      if (offered.number() == known.number()) {
        return offered.equals(known) ? Outcome.SAME : Outcome.CONFLICT;
      }
      current = offered;
      listeners.forEach(listener -> listener.accept(offered));
      return Outcome.NEWER;
    }
  }
}
