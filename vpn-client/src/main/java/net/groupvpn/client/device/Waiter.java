package net.groupvpn.client.device;

import java.io.Closeable;
import java.io.IOException;

/** Lets one thread wait until there is something to receive. */
public interface Waiter extends Closeable {
  /** Waits until a device or socket is readable, or {@link #wake} was called. One thread. */
  void await() throws IOException;

  /** Ends the present or the next {@link #await}; any thread. */
  void wake();

  /** To be called once nobody waits. */
  @Override
  void close();
}
