package net.groupvpn.overlay.engine;

import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.time.Now;
import org.jspecify.annotations.Nullable;

/**
 * An engine, as its shell drives it: one input, then every output is drained. Implemented by a node
 * of one realm, and by a host of several realms on one socket. All calls come from one thread; none
 * may block.
 */
public interface EngineCore {
  /** Sets the time of the command that follows; the shell calls it before each command. */
  void enter(Now now);

  /**
   * Handles a UDP datagram. The engine owns the array from now on. Hostile until proven otherwise.
   */
  void onDatagram(Now now, Endpoint from, byte[] datagram);

  /**
   * Handles a frame from the TCP connection with {@code from}. The engine owns the array from now
   * on. An engine without streams ignores it.
   */
  default void onStreamFrame(Now now, Endpoint from, byte[] frame) {}

  /** The TCP connection with that endpoint was closed, or could not be made. */
  default void onStreamClosed(Now now, Endpoint peer) {}

  /** Fires the timers that are due. */
  void onTimeout(Now now);

  /** Accepts work that {@link Output.DoWork} gave out and that has run. */
  void onWorkDone(Now now, Work<?> work);

  /**
   * Checks that all parts of the state still fit together; the shell calls it after an input whose
   * handling threw.
   *
   * @throws BrokenStateException if they do not
   */
  default void verify() {}

  /** Boot time of the next timer in nanoseconds, or {@code Long.MAX_VALUE} when none is set. */
  long nextTimeoutNanos();

  /** The next output, or null when there is none. */
  @Nullable Output pollOutput();
}
