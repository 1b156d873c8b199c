package net.groupvpn.overlay.document;

import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * Where the newest document of one kind is kept. Thread-safe: {@link #offer} runs as work on any
 * thread while the engine reads {@link #newest}.
 */
public interface Shelf {
  /** What {@link #newest} gives before there is any: number 0, no bytes. */
  Held NOTHING = new Held(0, new byte[0], null);

  /**
   * A document as it is passed on.
   *
   * @param number grows with every document of its kind; 0 for none
   * @param encoded with its signature; not a copy
   * @param digest the hash of {@code encoded}, by which two of the same number are told apart, in
   *     the shape of an ID; null for kinds whose offers carry none
   */
  record Held(long number, byte[] encoded, @Nullable NodeId digest) {}

  /** What came of an offer. */
  enum Verdict {
    /** It is newer, and kept from now on. */
    NEWER,

    /** It is the same as the one that is kept, or older. */
    NOT_NEWER,

    /** It is signed, and has the number of the one that is kept, but says something else. */
    CONFLICT,

    /** It is malformed, or not signed by the group's CA. */
    FORGED
  }

  /** The newest document, whose signature was verified. */
  Held newest();

  /** Checks a document from anywhere, and keeps it if it is newer. Costly. */
  Verdict offer(byte[] encoded);
}
