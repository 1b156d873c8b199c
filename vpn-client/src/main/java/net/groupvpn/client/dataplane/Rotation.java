package net.groupvpn.client.dataplane;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is: deficit round robin over those who have something, in two queues as in RFC 8290
 * 4.1: who has just begun goes before those who have been sending for a while. Every turn allows
 * {@link #QUANTUM_BYTES}.
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

    /** So much was taken from it. */
    final void onRemoved(int taken) {
      bytes -= taken;
      credit -= taken;
    }
  }

  /** So much was given to a member. */
  void onAdded(M member, int added) {
    member.bytes += added;
    if (!member.waiting) {
      member.waiting = true;
      member.credit = QUANTUM_BYTES;
      beginners.add(member);
    }
  }

  /** The member whose turn it is, which has something; or null. */
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
        // Else a flow of single packets would always be a beginner, and starve the others.
        others.add(member);
      } else {
        member.waiting = false;
      }
    }
  }
}
