package net.groupvpn.overlay.engine;

import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.time.Now;
import org.jspecify.annotations.Nullable;

/**
 * An engine as its shell drives it: one input, then every output is drained. One node of one realm
 * implements it, and so does a host of several realms on one socket. All calls come from one
 * thread; none may block.
 */
public interface EngineCore {
  /** Sets the time of the command that follows; the shell calls it before each of its commands. */
  void enter(Now now);

  /** A UDP datagram came; the array is the engine's from now on. Hostile until proven otherwise. */
  void onDatagram(Now now, Endpoint from, byte[] datagram);

  /**
   * A frame came on the TCP connection with {@code from}; the array is the engine's from now on. An
   * engine without streams ignores it.
   */
  default void onStreamFrame(Now now, Endpoint from, byte[] frame) {}

  /** The TCP connection with that endpoint was closed, or could not be made. */
  default void onStreamClosed(Now now, Endpoint peer) {}

  /** Fires the timers that are due. */
  void onTimeout(Now now);

  /** Takes back work that {@link Output.DoWork} gave out and that has run. */
  void onWorkDone(Now now, Work<?> work);

  /**
   * Looks whether all parts of the state still fit together; the shell asks after an input whose
   * handling has thrown.
   *
   * @throws BrokenStateException if they do not
   */
  default void verify() {}

  /** Boot time of the next timer, or {@code Long.MAX_VALUE} when none is set. */
  long nextTimeoutNanos();

  /** The next effect, or null when there is none. */
  @Nullable Output pollOutput();
}
