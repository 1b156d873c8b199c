package net.groupvpn.client.dataplane;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Decides whose turn it is: deficit round robin over the members that have something, in two queues
 * as in RFC 8290 4.1: new members go before those that have been sending for a while. Every turn
 * allows {@link #QUANTUM_BYTES}.
 */
final class Rotation<M extends Rotation.Member> {
  /** One frame of the largest size. */
  private static final int QUANTUM_BYTES = 65_600;

  private final Queue<M> beginners = new ArrayDeque<>();
  private final Queue<M> others = new ArrayDeque<>();

  /** Something that takes turns. */
  abstract static class Member {
    int bytes;
    int credit;
    boolean waiting;

    /** This many bytes were taken from it. */
    final void onRemoved(int taken) {
      bytes -= taken;
      credit -= taken;
    }
  }

  /** This many bytes were added to a member. */
  void onAdded(M member, int added) {
    member.bytes += added;
    if (!member.waiting) {
      member.waiting = true;
      member.credit = QUANTUM_BYTES;
      beginners.add(member);
    }
  }

  /** The member whose turn it is, which is not empty; or null. */
  @Nullable M next() {
    while (true) {
      boolean isBeginner = !beginners.isEmpty();
      Queue<M> queue = isBeginner ? beginners : others;
      M member = queue.peek();
      if (member == null) {
        return null;
      }
      if (member.bytes > 0 && member.credit > 0) {
        return member;
      }
      queue.remove();
      if (member.credit <= 0) {
        member.credit += QUANTUM_BYTES;
        others.add(member);
      } else if (isBeginner && !others.isEmpty()) {
        // Otherwise a flow of single packets would always count as new, and starve the others.
        others.add(member);
      } else {
        member.waiting = false;
      }
    }
  }
}
